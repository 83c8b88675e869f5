using Parley.Bench.Catalogue.Contenders;
using Parley.Bench.Catalogue.Workloads;

namespace Parley.Bench.Planning;

/// <summary>The runs of a session, in order.</summary>
internal sealed record Plan(IReadOnlyList<Workload> Workloads, IReadOnlyList<PlannedRun> Runs, IReadOnlyList<Exclusion> Exclusions)
{
    /// <summary>The servers of the plan, in the order of their first run.</summary>
    public IReadOnlyList<Contender> Contenders { get; } = [.. Runs.Select(run => run.Contender).Distinct()];

    public TimeSpan Estimate => TimeSpan.FromSeconds(Runs.Sum(run => run.EstimatedSeconds));
}
