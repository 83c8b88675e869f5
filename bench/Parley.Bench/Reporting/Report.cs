using Parley.Bench.Building;
using Parley.Bench.Catalogue;
using Parley.Bench.Machines;
using Parley.Bench.Measuring;
using Parley.Bench.Planning;

namespace Parley.Bench.Reporting;

/// <summary>A session as it is told afterwards.</summary>
internal sealed record Report
{
    public required DateTimeOffset Started { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>How it was asked for.</summary>
    public required string CommandLine { get; init; }

    public required Machine Machine { get; init; }

    public required Plan Plan { get; init; }

    public required IReadOnlyDictionary<string, Availability> Availability { get; init; }

    public required Results Results { get; init; }

    /// <summary>What became of the targets whose workloads are in the plan.</summary>
    public required IReadOnlyList<Verdict> Verdicts { get; init; }

    /// <summary>Targets of other workloads.</summary>
    public required int OtherTargets { get; init; }

    /// <summary>It was ended before it was through.</summary>
    public required bool Interrupted { get; init; }

    /// <summary>Something besides a run that a reader has to know, such as a toolchain that could not be installed.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The servers of a workload: best headline first, those without one last.</summary>
    public IReadOnlyList<Cell> Cells(Workload workload)
    {
        var cells = Plan.Runs.Where(run => run.Workload == workload).Select(run => run.Contender.Name).Distinct()
            .Select(contender => Results.Cell(workload.Name, contender));
        return
        [
            .. workload.Headline.HigherIsBetter
                ? cells.OrderByDescending(cell => cell.Shown(workload.Headline)?.Median ?? double.NegativeInfinity)
                : cells.OrderBy(cell => cell.Shown(workload.Headline)?.Median ?? double.PositiveInfinity),
        ];
    }

    /// <summary>Cores that programs which are no part of the session took while it measured; null if that is unknown.</summary>
    public Spread? Others => Spread.Of(Results.Runs.Where(run => run.Figures.ContainsKey(Metrics.OthersShare.Key)).Select(run => run.Figures[Metrics.OthersShare.Key]));

    /// <summary>The name of a server in tables.</summary>
    public string Title(string contender) => Plan.Contenders.First(found => found.Name == contender).Title;
}
