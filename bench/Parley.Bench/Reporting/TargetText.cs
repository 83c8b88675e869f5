using Parley.Bench.Catalogue;
using Parley.Bench.Catalogue.Targets;
using Parley.Bench.Measuring;

namespace Parley.Bench.Reporting;

/// <summary>Describes targets and verdicts.</summary>
internal static class TargetText
{
    /// <summary>A target, such as <c>Deliveries/s ≥ 3 × go's</c>.</summary>
    public static string Describe(Target target)
    {
        var figure = target.Subject == Catalog.Subject ? target.Metric.Title : $"{target.Metric.Title} of {target.Subject}";
        var sign = target.Bound == Bound.AtLeast ? "≥" : "≤";
        return target.Kind switch
        {
            TargetKind.Value => $"{figure} {sign} {Numbers.Text(target.Metric.Unit, target.Limit)}",
            TargetKind.TimesPeer => $"{figure} {sign} {Numbers.Ratio(target.Limit)} × {target.Against}'s",
            TargetKind.TimesOtherWorkload => $"{figure} {sign} {Numbers.Ratio(target.Limit)} × that of {target.Against}",
            _ => $"{figure} {sign} that of {target.Against} + {Numbers.Text(target.Metric.Unit, target.Limit)}",
        };
    }

    /// <summary>What was measured, or why nothing was.</summary>
    public static string Measured(Verdict verdict)
    {
        if (verdict.Value is not { } value)
        {
            return verdict.Reason ?? "not measured";
        }

        return verdict.Target.Kind switch
        {
            TargetKind.Value => Numbers.Text(verdict.Target.Metric.Unit, value),
            TargetKind.MoreThanOtherWorkload => $"{(value.Median < 0 ? "" : "+")}{Numbers.Text(verdict.Target.Metric.Unit, value)}",
            _ => value.Count == 1
                ? $"{Numbers.Ratio(value.Median)} ×"
                : $"{Numbers.Ratio(value.Median)} × ({Numbers.Ratio(value.Min)}–{Numbers.Ratio(value.Max)})",
        };
    }

    public static string Verdict(VerdictKind kind) => kind switch
    {
        VerdictKind.Reached => "reached",
        VerdictKind.Missed => "MISSED",
        _ => "not measured",
    };

    /// <summary>The number of targets reached, missed and not measured, in one sentence.</summary>
    public static string Summary(IReadOnlyList<Verdict> verdicts)
    {
        var missed = verdicts.Count(verdict => verdict.Kind == VerdictKind.Missed);
        var open = verdicts.Count(verdict => verdict.Kind == VerdictKind.NotMeasured);
        return $"{verdicts.Count - missed - open} of {verdicts.Count} targets reached, {missed} missed, {open} not measured.";
    }
}
