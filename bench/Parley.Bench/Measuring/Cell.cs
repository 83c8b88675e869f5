using Parley.Bench.Catalogue.Figures;

namespace Parley.Bench.Measuring;

/// <summary>All rounds of one server under one workload.</summary>
internal sealed class Cell(string workload, string contender, IReadOnlyList<RunResult> runs)
{
    public string Workload => workload;

    public string Contender => contender;

    public IReadOnlyList<RunResult> Runs => runs;

    /// <summary>Rounds whose figures count.</summary>
    public int Measured => runs.Count(run => run.Outcome == Outcome.Measured);

    /// <summary>None of the rounds counts, but some give a lower bound on what the server can do.</summary>
    public bool IsGeneratorLimited => Measured == 0 && runs.Any(run => run.Outcome == Outcome.GeneratorLimit);

    /// <summary>A figure over the rounds that count; null if there is none.</summary>
    public Spread? Counted(Metric metric) => Spread.Of(Values(metric, Outcome.Measured).Values);

    /// <summary>A figure to show: over the rounds that count, or, if there are none, over those that the generator limited.</summary>
    public Spread? Shown(Metric metric) => IsGeneratorLimited ? Spread.Of(Values(metric, Outcome.GeneratorLimit).Values) : Counted(metric);

    /// <summary>
    /// This cell's figure divided by another's, within each round: a shared machine is the same for two runs a minute apart, but not for
    /// two runs half an hour apart. Null if no round has both figures.
    /// </summary>
    public Spread? Over(Cell other, Metric metric) => Paired(other, metric, (mine, theirs) => theirs == 0 ? null : mine / theirs);

    /// <summary>This cell's figure minus another's, within each round. Null if no round has both figures.</summary>
    public Spread? Minus(Cell other, Metric metric) => Paired(other, metric, (mine, theirs) => mine - theirs);

    /// <summary>Why rounds are missing, the most frequent reason first; empty if none is missing.</summary>
    public IReadOnlyList<string> Problems() =>
    [
        .. runs.Where(run => run.Outcome != Outcome.Measured)
            .GroupBy(run => run.Reason ?? run.Outcome.ToString())
            .OrderByDescending(group => group.Count())
            .Select(group => runs.Count == group.Count() ? group.Key : $"{group.Count()} of {runs.Count} rounds: {group.Key}"),
    ];

    private Spread? Paired(Cell other, Metric metric, Func<double, double, double?> combine)
    {
        var mine = Values(metric, Outcome.Measured);
        var theirs = other.Values(metric, Outcome.Measured);
        return Spread.Of(
            mine.Where(pair => theirs.ContainsKey(pair.Key)).Select(pair => combine(pair.Value, theirs[pair.Key])).OfType<double>());
    }

    private Dictionary<int, double> Values(Metric metric, Outcome outcome) => runs
        .Where(run => run.Outcome == outcome && run.Figures.ContainsKey(metric.Key))
        .ToDictionary(run => run.Round, run => run.Figures[metric.Key]);
}
