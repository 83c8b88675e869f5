using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Parley.Engine.Logs;

namespace Parley.Server.Hosting;

/// <summary>Opens the log when the host starts, so that a host whose log cannot be opened does not start.</summary>
internal sealed class LogOpening(IServiceProvider services) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        services.GetRequiredService<IRoomLog>();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
