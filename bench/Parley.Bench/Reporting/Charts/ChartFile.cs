using Parley.Bench.Reporting.Saved;

namespace Parley.Bench.Reporting.Charts;

/// <summary>Writes the headline chart of a saved report, beside it.</summary>
internal static class ChartFile
{
    /// <param name="report">A session's directory, or a file in the format of <c>results.json</c>.</param>
    /// <returns>The file of the chart.</returns>
    /// <exception cref="SavedReportException">The report cannot be read or has no headline figures.</exception>
    public static async Task<string> WriteAsync(string report)
    {
        var file = Directory.Exists(report) ? Path.Combine(report, ReportFiles.Json) : report;
        try
        {
            var chart = HeadlineChart.Draw(SavedReport.Parse(await File.ReadAllTextAsync(file)))
                ?? throw new SavedReportException("it has no headline figures");
            var path = Path.ChangeExtension(file, ".svg");
            await File.WriteAllTextAsync(path, chart);
            return path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SavedReportException)
        {
            throw new SavedReportException($"{file} cannot be drawn: {exception.Message}");
        }
    }
}
