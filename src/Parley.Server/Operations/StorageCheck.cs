using Microsoft.Extensions.Diagnostics.HealthChecks;
using Parley.Engine.Commits;

namespace Parley.Server.Operations;

/// <summary>Healthy while the log can be written.</summary>
internal sealed class StorageCheck(StorageHealth storage) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(storage.Failure is { } failure ? HealthCheckResult.Unhealthy(failure) : HealthCheckResult.Healthy());
}
