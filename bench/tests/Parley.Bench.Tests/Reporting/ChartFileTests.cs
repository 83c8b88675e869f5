using Parley.Bench.Reporting;
using Parley.Bench.Reporting.Charts;
using Parley.Bench.Reporting.Saved;

namespace Parley.Bench.Tests.Reporting;

public sealed class ChartFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("parley-bench-").FullName;

    [Fact]
    public async Task Write_SessionDirectory_DrawsTheSameChartAsTheSession()
    {
        await ReportFiles.WriteAsync(Samples.Report(Samples.Results(Samples.Run("parley", 1, 4e6))), _directory);
        var drawn = Path.Combine(_directory, ReportFiles.HeadlineChart);
        var chart = await File.ReadAllTextAsync(drawn);
        File.Delete(drawn);

        Assert.Equal(drawn, await ChartFile.WriteAsync(_directory));
        Assert.Equal(chart, await File.ReadAllTextAsync(drawn));
    }

    [Theory]
    [InlineData("no json", "it is not a report")]
    [InlineData("{}", "it is not a report")]
    [InlineData("""{"version":2,"started":"2026-01-01T00:00:00Z","servers":[],"workloads":[]}""", "not a report of version 1")]
    [InlineData("""{"version":1,"started":"2026-01-01T00:00:00Z","servers":[],"workloads":[]}""", "it has no headline figures")]
    public async Task Write_OtherFile_ThrowsWithReason(string text, string reason)
    {
        var file = Path.Combine(_directory, "report.json");
        await File.WriteAllTextAsync(file, text);

        var exception = await Assert.ThrowsAsync<SavedReportException>(() => ChartFile.WriteAsync(file));

        Assert.Contains(reason, exception.Message);
        Assert.False(File.Exists(Path.ChangeExtension(file, ".svg")));
    }

    [Fact]
    public async Task Write_MissingFile_ThrowsWithItsName()
    {
        var file = Path.Combine(_directory, "none.json");

        Assert.Contains(file, (await Assert.ThrowsAsync<SavedReportException>(() => ChartFile.WriteAsync(file))).Message);
    }

    [Fact]
    public async Task Write_DocumentedFigures_DrawsTheDocumentedChart()
    {
        var file = Path.Combine(_directory, "2026-11-25.json");
        File.Copy(Documented("2026-11-25.json"), file);

        var drawn = await ChartFile.WriteAsync(file);

        Assert.Equal(await File.ReadAllTextAsync(Documented("2026-11-25.svg")), await File.ReadAllTextAsync(drawn));
    }

    private static string Documented(string name) => Path.Combine(Repository.Find(), "docs", "benchmarks", name);

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
