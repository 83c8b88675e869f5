using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Parley.Server.Operations;

/// <summary>Healthy while the server accepts commands: from start until shutdown begins.</summary>
internal sealed class AcceptingCheck(Drain drain) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(drain.Begun.IsCancellationRequested
            ? HealthCheckResult.Unhealthy("The server is shutting down.")
            : HealthCheckResult.Healthy());
}
