using Parley.Bench.Catalogue.Figures;
using Parley.Bench.Catalogue.Targets;

namespace Parley.Bench.Measuring;

/// <summary>Compares the results with the targets, using only rounds that count.</summary>
internal sealed class Judge(Results results)
{
    public Verdict Evaluate(Target target)
    {
        var subject = results.Cell(target.Workload, target.Subject);
        var against = Against(target);
        var value = Value(target, subject, against);
        return value is not { } spread
            ? new(target, VerdictKind.NotMeasured, null, WhyNot(target.Metric, against is null ? [subject] : [subject, against]))
            : new(target, IsReached(target, spread.Median) ? VerdictKind.Reached : VerdictKind.Missed, spread, null);
    }

    private static bool IsReached(Target target, double value) =>
        target.Bound == Bound.AtLeast ? value >= target.Limit : value <= target.Limit;

    private static Spread? Value(Target target, Cell subject, Cell? against) => target.Kind switch
    {
        TargetKind.Value => subject.Counted(target.Metric),
        TargetKind.MoreThanOtherWorkload => subject.Minus(against!, target.Metric),
        _ => subject.Over(against!, target.Metric),
    };

    private Cell? Against(Target target) => target.Kind switch
    {
        TargetKind.Value => null,
        TargetKind.TimesPeer => results.Cell(target.Workload, target.Against!),
        _ => results.Cell(target.Against!, target.Subject),
    };

    private static string WhyNot(Metric metric, IEnumerable<Cell> cells)
    {
        foreach (var cell in cells.Where(cell => cell.Counted(metric) is null))
        {
            var name = $"{cell.Contender} in {cell.Workload}";
            return cell.Runs.Count == 0 ? $"{name} was not run"
                : cell.Measured > 0 ? $"{name} has no figure \"{metric.Title}\""
                : $"{name}: {cell.Problems()[0]}";
        }

        return "no round has both figures";
    }
}
