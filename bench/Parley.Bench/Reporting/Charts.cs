using Parley.Bench.Catalogue;
using Parley.Bench.Measuring;

namespace Parley.Bench.Reporting;

/// <summary>The pictures of a report.</summary>
internal static class Charts
{
    private const int LongestReason = 60;

    public static string FileName(Workload workload, Metric metric) => $"{workload.Name}.{metric.Key}.svg";

    /// <summary>Every picture of a workload: its file name and its content.</summary>
    public static IEnumerable<(string Name, string Svg)> Of(Report report, Workload workload) =>
        workload.Charts.Select(metric => (FileName(workload, metric), Draw(report, workload, metric)));

    private static string Draw(Report report, Workload workload, Metric metric) => BarChart.Draw(
        $"{workload.Name}: {workload.Title}",
        $"{metric.Title}; {(metric.HigherIsBetter ? "longer is better" : "shorter is better")}; median, and the line from the lowest to the highest round",
        [.. report.Cells(workload).Select(cell => Bar(report, cell, metric))]);

    private static Bar Bar(Report report, Cell cell, Metric metric)
    {
        var spread = cell.Shown(metric);
        var text = spread is { } value
            ? Numbers.Text(metric.Unit, value.Median) + (cell.IsGeneratorLimited ? ResultTable.GeneratorMark : "")
            : Shortened(cell.Troubles().Count > 0 ? cell.Troubles()[0] : "no figure");
        return new(report.Title(cell.Contender), spread, text, cell.Contender == Catalog.Subject);
    }

    private static string Shortened(string text) => text.Length <= LongestReason ? text : text[..LongestReason] + "…";
}
