using Parley.Bench.Building;
using Parley.Bench.Catalogue.Figures;
using Parley.Bench.Catalogue.Workloads;
using Parley.Bench.Machines;
using Parley.Bench.Measuring;
using Parley.Bench.Planning;

namespace Parley.Bench.Reporting;

/// <summary>The results of a session, and everything needed to read them.</summary>
internal sealed record Report
{
    public required DateTimeOffset Started { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>The command line of the session.</summary>
    public required string CommandLine { get; init; }

    public required Machine Machine { get; init; }

    public required Plan Plan { get; init; }

    public required IReadOnlyDictionary<string, Availability> Availability { get; init; }

    public required Results Results { get; init; }

    /// <summary>The verdicts on the targets whose workloads are in the plan.</summary>
    public required IReadOnlyList<Verdict> Verdicts { get; init; }

    /// <summary>The number of targets of other workloads.</summary>
    public required int OtherTargets { get; init; }

    /// <summary>The session was ended before all runs were done.</summary>
    public required bool Interrupted { get; init; }

    /// <summary>Problems that concern the whole session, such as a toolchain that could not be installed.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The servers of a workload: the best headline first, those without one last.</summary>
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

    /// <summary>Cores used by programs outside the session while it measured; null if unknown.</summary>
    public Spread? OtherPrograms => Spread.Of(
        Results.Runs.SelectMany(run => run.Figures.Where(figure => figure.Key == Metrics.OthersShare.Key)).Select(figure => figure.Value));

    /// <summary>The name of a server in tables.</summary>
    public string Title(string contender) => Plan.Contenders.First(found => found.Name == contender).Title;
}
