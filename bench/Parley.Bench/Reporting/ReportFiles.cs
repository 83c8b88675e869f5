namespace Parley.Bench.Reporting;

/// <summary>Writes a report's files.</summary>
internal static class ReportFiles
{
    /// <returns>The file for people.</returns>
    public static async Task<string> WriteAsync(Report report, string directory)
    {
        var charts = Directory.CreateDirectory(Path.Combine(directory, "charts")).FullName;
        foreach (var (name, svg) in report.Plan.Workloads.SelectMany(workload => Charts.Of(report, workload)))
        {
            await File.WriteAllTextAsync(Path.Combine(charts, name), svg);
        }

        await File.WriteAllTextAsync(Path.Combine(directory, "results.json"), JsonReport.Text(report));
        await File.WriteAllTextAsync(Path.Combine(directory, "results.csv"), CsvReport.Text(report.Results));
        var document = Path.Combine(directory, "report.md");
        await File.WriteAllTextAsync(document, MarkdownReport.Text(report));
        return document;
    }
}
