using Parley.Bench.Reporting.Charts;
using Parley.Bench.Reporting.Saved;

namespace Parley.Bench.Reporting;

/// <summary>Writes a report's files.</summary>
internal static class ReportFiles
{
    public const string Json = "results.json";
    public const string HeadlineChart = "results.svg";

    /// <summary>Writes all files of a report into a directory.</summary>
    /// <returns>The path of <c>report.md</c>.</returns>
    public static async Task<string> WriteAsync(Report report, string directory)
    {
        var charts = Directory.CreateDirectory(Path.Combine(directory, "charts")).FullName;
        foreach (var (name, svg) in report.Plan.Workloads.SelectMany(workload => WorkloadCharts.Of(report, workload)))
        {
            await File.WriteAllTextAsync(Path.Combine(charts, name), svg);
        }

        var json = JsonReport.Text(report);
        await File.WriteAllTextAsync(Path.Combine(directory, Json), json);
        await File.WriteAllTextAsync(Path.Combine(directory, "results.csv"), CsvReport.Text(report.Results));

        // Drawn from the saved report, so that a chart drawn later is the same.
        if (Charts.HeadlineChart.Draw(SavedReport.Parse(json)) is { } headline)
        {
            await File.WriteAllTextAsync(Path.Combine(directory, HeadlineChart), headline);
        }

        var document = Path.Combine(directory, "report.md");
        await File.WriteAllTextAsync(document, MarkdownReport.Text(report));
        return document;
    }
}
