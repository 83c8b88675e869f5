namespace Parley.Bench.Measuring;

/// <summary>Everything that was run so far.</summary>
internal sealed class Results
{
    private readonly List<RunResult> _runs = [];

    /// <summary>In the order in which they ran.</summary>
    public IReadOnlyList<RunResult> Runs => _runs;

    public void Add(RunResult run) => _runs.Add(run);

    /// <summary>Every round of a server under a workload; empty if it has none.</summary>
    public Cell Cell(string workload, string contender) =>
        new(workload, contender, [.. _runs.Where(run => run.Workload == workload && run.Contender == contender)]);
}
