using Parley.Bench.Measuring;
using Parley.Bench.Planning;
using Parley.Bench.Reporting;

namespace Parley.Bench.Progress;

/// <summary>Describes a run in one line.</summary>
internal static class RunText
{
    private const int Figures = 4;

    /// <summary>The run that starts now.</summary>
    public static string Starting(PlannedRun run, int number, int total, TimeSpan remaining) =>
        $"{run.Workload.Name} · {run.Contender.Name} · round {run.Round}/{run.Rounds} · run {number}/{total} · "
        + $"about {Numbers.Time(remaining)} left";

    /// <summary>Its result.</summary>
    public static string Finished(PlannedRun run, RunResult result)
    {
        var figures = run.Workload.Columns.Where(metric => result.Figures.ContainsKey(metric.Key)).Take(Figures)
            .Select(metric => $"{metric.Title} {Numbers.Text(metric.Unit, result.Figures[metric.Key])}");
        var what = result.Outcome == Outcome.Measured ? string.Join(", ", figures) : $"{result.Outcome}: {result.Reason}";
        return $"{run.Workload.Name,-17} {run.Contender.Name,-15} {run.Round}/{run.Rounds}  {what}";
    }
}
