using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Parley.Engine.Logs;
using Parley.Engine.Routing;

namespace Parley.Server.Hosting;

/// <summary>Opens the log when the host starts, so that a host whose log cannot be opened does not start.</summary>
internal sealed class LogOpening(IServiceProvider services) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        services.GetRequiredService<IRoomLog>();

        // From here on, the log is watched, whether or not somebody posts.
        services.GetRequiredService<IRoomRouter>();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
