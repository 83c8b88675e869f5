using System.Xml.Linq;
using Parley.Bench.Catalogue.Figures;
using Parley.Bench.Reporting;
using Parley.Bench.Reporting.Charts;
using Parley.Bench.Reporting.Saved;

namespace Parley.Bench.Tests.Reporting;

public sealed class HeadlineChartTests
{
    private static readonly XNamespace Svg = SvgElement.Namespace;

    [Fact]
    public void Draw_MeasuredReport_HasTwoBarsPerServer()
    {
        var report = SavedReport.Parse(JsonReport.Text(Samples.Report(Samples.Results(
            Samples.Run("parley", 1, 4e6), Samples.Run("parley", 2, 5e6), Samples.Run("go", 1, 2e6)))));

        var root = XDocument.Parse(HeadlineChart.Draw(report)!).Root!;

        Assert.Equal(["page", "subject", "bar", "subject", "bar"], root.Descendants(Svg + "rect").Select(Style));
        Assert.Equal(["4.50 M", "2.00 M", "0.50 µs", "0.50 µs"], Texts(root).Where(text => char.IsDigit(text[0])));
        Assert.Equal(2, Texts(root).Count(text => text == "no figure"));
    }

    [Fact]
    public void Draw_SeveralRounds_ShowsTheirSpread()
    {
        var report = Saved(new SavedCell("parley", Figures(new(4e6, 3e6, 5e6), new(0.5))));

        var root = XDocument.Parse(HeadlineChart.Draw(report)!).Root!;

        Assert.Equal(3, root.Descendants(Svg + "line").Count(line => Style(line) == "spread"));
    }

    [Fact]
    public void Draw_BarFarBeyondParleys_IsCut()
    {
        var report = Saved(
            new SavedCell("parley", Figures(new(4e6), new(0.5))), new SavedCell("python", Figures(new(7e3), new(165))));

        var root = XDocument.Parse(HeadlineChart.Draw(report)!).Root!;

        Assert.Single(root.Descendants(Svg + "line"), line => Style(line) == "cut");
        Assert.Contains("Shorter is better; bars are cut at 5 × Parley's", Texts(root));
        Assert.Equal(80, (double)root.Descendants(Svg + "rect").Last(bar => Style(bar) == "subject").Attribute("width")!);
    }

    [Fact]
    public void Draw_AnyReport_NeedsNothingFromOutside()
    {
        var svg = HeadlineChart.Draw(Saved(new SavedCell("parley", Figures(new(4e6), new(0.5)))))!;

        Assert.Contains("prefers-color-scheme: dark", svg);
        Assert.DoesNotContain("script", svg);
        Assert.DoesNotContain("@import", svg);
        Assert.DoesNotContain("url(", svg);
    }

    [Fact]
    public void Draw_WithoutTheHeadlineWorkload_IsNull() =>
        Assert.Null(HeadlineChart.Draw(Saved() with { Workloads = [] }));

    private static SavedReport Saved(params SavedCell[] cells) => new()
    {
        Version = JsonReport.Version,
        Started = DateTimeOffset.UnixEpoch,
        Servers = [new("parley", "Parley")],
        Workloads = [new(HeadlineChart.Workload, "Fan-out", cells)],
    };

    private static Dictionary<string, SavedFigure?> Figures(SavedFigure deliveries, SavedFigure cpu) =>
        new() { [Metrics.Deliveries.Key] = deliveries, [Metrics.Cpu.Key] = cpu };

    private static IEnumerable<string> Texts(XElement root) => root.Descendants(Svg + "text").Select(text => text.Value);

    private static string Style(XElement element) => element.Attribute("class")!.Value;
}
