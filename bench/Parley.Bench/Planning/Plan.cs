using Parley.Bench.Catalogue;

namespace Parley.Bench.Planning;

/// <summary>What runs, in this order.</summary>
internal sealed record Plan(IReadOnlyList<Workload> Workloads, IReadOnlyList<PlannedRun> Runs, IReadOnlyList<Exclusion> Exclusions)
{
    /// <summary>The servers that take part, in the catalogue's order of first appearance.</summary>
    public IReadOnlyList<Contender> Contenders { get; } = [.. Runs.Select(run => run.Contender).Distinct()];

    public TimeSpan Estimate => TimeSpan.FromSeconds(Runs.Sum(run => run.EstimatedSeconds));
}
