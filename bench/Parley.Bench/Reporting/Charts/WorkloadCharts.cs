using Parley.Bench.Catalogue;
using Parley.Bench.Catalogue.Figures;
using Parley.Bench.Catalogue.Workloads;
using Parley.Bench.Measuring;

namespace Parley.Bench.Reporting.Charts;

/// <summary>The charts of a report's workloads.</summary>
internal static class WorkloadCharts
{
    private const int MaxReasonLength = 60;

    public static string FileName(Workload workload, Metric metric) => $"{workload.Name}.{metric.Key}.svg";

    /// <summary>The charts of a workload: file names and contents.</summary>
    public static IEnumerable<(string Name, string Svg)> Of(Report report, Workload workload) =>
        workload.Charts.Select(metric => (FileName(workload, metric), Draw(report, workload, metric)));

    private static string Draw(Report report, Workload workload, Metric metric)
    {
        var title = $"{workload.Name}: {workload.Title}";
        var better = metric.HigherIsBetter ? "longer is better" : "shorter is better";
        return SvgPage.Draw(title, new BarPanel(
            title,
            $"{metric.Title}; {better}; median, and the line from the lowest to the highest round",
            [.. report.Cells(workload).Select(cell => Bar(report, cell, metric))]));
    }

    private static Bar Bar(Report report, Cell cell, Metric metric)
    {
        var spread = cell.Shown(metric);
        var text = spread is { } value
            ? Numbers.Text(metric.Unit, value.Median) + (cell.IsGeneratorLimited ? ResultTable.GeneratorMark : "")
            : Shortened(cell.Problems().Count > 0 ? cell.Problems()[0] : "no figure");
        return new(report.Title(cell.Contender), spread, text, cell.Contender == Catalog.Subject);
    }

    private static string Shortened(string text) => text.Length <= MaxReasonLength ? text : text[..MaxReasonLength] + "…";
}
