using Microsoft.Extensions.Hosting;

namespace Parley.Server.Hosting;

/// <summary>Leaves signals to the caller: the usual lifetime would see them only once the host has started.</summary>
internal sealed class CallerLifetime : IHostLifetime
{
    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
