using System.Text.Json;
using System.Xml.Linq;
using Parley.Bench.Measuring;
using Parley.Bench.Reporting;
using Parley.Bench.Reporting.Charts;

namespace Parley.Bench.Tests.Reporting;

public sealed class FileFormatTests
{
    private static readonly Report Report = Samples.Report(
        Samples.Results(
            Samples.Run("parley", 1, 4e6),
            Samples.Run("go", 1, 2e6),
            Samples.Without("redis", 1, Outcome.Failed, "it said \"no, thanks\" <&>")),
        ("redis", "none"));

    [Fact]
    public void Csv_EveryRun_HasOneLineWithAllFields()
    {
        var lines = CsvReport.Text(Report.Results).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.StartsWith(
            "workload,server,round,outcome,reason,deliveriesPerSecond,serverCpuMicrosecondsPerDelivery,p50Microseconds", lines[0]);
        Assert.StartsWith("W1-100,parley,1,Measured,,4000000,0.5,", lines[1]);
        Assert.StartsWith("W1-100,redis,1,Failed,\"it said \"\"no, thanks\"\" <&>\",,", lines[3]);
        Assert.Equal(lines[0].Count(character => character == ','), lines[1].Count(character => character == ','));
        Assert.Equal(4, lines.Length);
    }

    [Fact]
    public void Json_Report_HasAllParts()
    {
        using var document = JsonDocument.Parse(JsonReport.Text(Report));
        var root = document.RootElement;
        var workload = root.GetProperty("workloads")[0];
        var parley = workload.GetProperty("servers")[0];

        Assert.Equal(1, root.GetProperty("version").GetInt32());
        Assert.Equal("A | CPU", root.GetProperty("machine").GetProperty("cpu").GetString());
        Assert.False(root.GetProperty("servers")[2].GetProperty("available").GetBoolean());
        Assert.Equal("parley", parley.GetProperty("server").GetString());
        Assert.Equal(4e6, parley.GetProperty("metrics").GetProperty("deliveriesPerSecond").GetProperty("median").GetDouble());
        Assert.Equal(0.5, workload.GetProperty("servers")[1].GetProperty("metrics").GetProperty("deliveriesPerSecond")
            .GetProperty("overParley").GetDouble());
        Assert.Equal(
            "it said \"no, thanks\" <&>", workload.GetProperty("servers")[2].GetProperty("runs")[0].GetProperty("reason").GetString());
        Assert.Equal("reached", root.GetProperty("targets")[0].GetProperty("verdict").GetString());
    }

    [Fact]
    public void Svg_Workload_HasBarOrReasonForEachServer()
    {
        var (name, svg) = Assert.Single(WorkloadCharts.Of(Report, Samples.FanOut));
        var root = XDocument.Parse(svg).Root!;
        XNamespace ns = "http://www.w3.org/2000/svg";

        Assert.Equal("W1-100.deliveriesPerSecond.svg", name);
        Assert.Equal(ns + "svg", root.Name);
        Assert.Equal(["page", "subject", "bar"], root.Descendants(ns + "rect").Select(found => found.Attribute("class")!.Value));
        Assert.Contains(root.Descendants(ns + "text"), text => text.Value.Contains("no, thanks\" <&>", StringComparison.Ordinal));
        Assert.Contains("prefers-color-scheme: dark", svg);
    }

    [Fact]
    public void Svg_NoFigures_IsWellFormed() =>
        Assert.NotNull(XDocument.Parse(SvgPage.Draw("label", new BarPanel("title", "hint", [new("go", null, "failed", false)]))).Root);

    [Fact]
    public async Task Write_Report_LinksExistingCharts()
    {
        var directory = Directory.CreateTempSubdirectory("parley-bench-").FullName;
        try
        {
            var report = await ReportFiles.WriteAsync(Report, directory);

            Assert.Contains("](charts/W1-100.deliveriesPerSecond.svg)", await File.ReadAllTextAsync(report));
            Assert.True(File.Exists(Path.Combine(directory, "charts", "W1-100.deliveriesPerSecond.svg")));
            Assert.True(File.Exists(Path.Combine(directory, "results.json")));
            Assert.True(File.Exists(Path.Combine(directory, "results.csv")));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
