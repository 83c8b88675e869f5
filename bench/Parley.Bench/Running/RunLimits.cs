using Parley.Bench.Planning;

namespace Parley.Bench.Running;

/// <summary>How long anything may take before it is ended and reported.</summary>
internal sealed record RunLimits
{
    /// <summary>For a server to listen. Default 30 s.</summary>
    public TimeSpan Ready { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For a load to end after the time it should take. Default 60 s.</summary>
    public TimeSpan LoadGrace { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan Load(PlannedRun run) => TimeSpan.FromSeconds(run.EstimatedSeconds) + LoadGrace;
}
