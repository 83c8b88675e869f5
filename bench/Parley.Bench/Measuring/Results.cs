namespace Parley.Bench.Measuring;

/// <summary>The results of all runs so far.</summary>
internal sealed class Results
{
    private readonly List<RunResult> _runs = [];

    /// <summary>In the order of the runs.</summary>
    public IReadOnlyList<RunResult> Runs => _runs;

    public void Add(RunResult run) => _runs.Add(run);

    /// <summary>All rounds of a server under a workload; empty if there are none.</summary>
    public Cell Cell(string workload, string contender) =>
        new(workload, contender, [.. _runs.Where(run => run.Workload == workload && run.Contender == contender)]);
}
