using Parley.Bench.Planning;

namespace Parley.Bench.Running;

/// <summary>Time limits, after which a program is ended and the run reported as failed.</summary>
internal sealed record RunLimits
{
    /// <summary>Time for a server to listen. Default 30 s.</summary>
    public TimeSpan Ready { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time for a load to end, beyond its expected duration. Default 60 s.</summary>
    public TimeSpan LoadGrace { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan Load(PlannedRun run) => TimeSpan.FromSeconds(run.EstimatedSeconds) + LoadGrace;
}
