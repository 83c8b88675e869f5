using System.Globalization;
using Parley.Bench.Catalogue;
using Parley.Bench.Catalogue.Figures;
using Parley.Bench.Measuring;
using Parley.Bench.Reporting.Saved;

namespace Parley.Bench.Reporting.Charts;

/// <summary>The chart of the headline figures: deliveries per second and server CPU per delivery, Parley beside its peers.</summary>
internal static class HeadlineChart
{
    public const string Workload = "W1-100";

    private const int MaxOverParley = 5;

    /// <summary>Draws the chart; null if the report does not have the workload.</summary>
    public static string? Draw(SavedReport report)
    {
        if (report.Workloads.FirstOrDefault(workload => workload.Name == Workload) is not { } workload)
        {
            return null;
        }

        var date = report.Started.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
        return SvgPage.Draw(
            $"{workload.Title}: deliveries per second and server CPU per delivery of Parley and its peers",
            Panel(
                report,
                workload,
                Metrics.Deliveries,
                "Deliveries per second",
                $"{workload.Title}, {date}; longer is better; medians with the lowest and the highest round"),
            Panel(report, workload, Metrics.Cpu, "Server CPU per delivery", "Shorter is better"));
    }

    private static BarPanel Panel(SavedReport report, SavedWorkload workload, Metric metric, string title, string hint)
    {
        var bars = workload.Servers.Select(cell => Bar(report.Title(cell.Server), cell, metric)).ToList();
        var limit = bars.Find(bar => bar.IsSubject)?.Spread?.Max * MaxOverParley ?? double.PositiveInfinity;
        var isCut = bars.Exists(bar => bar.Spread?.Max > limit);
        return new(
            title,
            hint + (isCut ? string.Create(CultureInfo.InvariantCulture, $"; bars are cut at {MaxOverParley} × Parley's") : ""),
            bars,
            limit);
    }

    private static Bar Bar(string title, SavedCell cell, Metric metric)
    {
        Spread? spread = cell.Metrics.GetValueOrDefault(metric.Key)?.ToSpread();
        return new(
            title, spread, spread is { } found ? Numbers.Text(metric.Unit, found.Median) : "no figure", cell.Server == Catalog.Subject);
    }
}
