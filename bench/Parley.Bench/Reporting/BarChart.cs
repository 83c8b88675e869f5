using System.Globalization;
using System.Xml.Linq;

namespace Parley.Bench.Reporting;

/// <summary>
/// Draws bars from zero, with a line from the lowest to the highest round. The picture has colours for light and for dark mode, and a
/// background of its own: a page's mode and the reader's can differ.
/// </summary>
internal static class BarChart
{
    private const int Width = 840;
    private const int Margin = 14;
    private const int Left = 250;
    private const int BarRoom = 400;
    private const int Top = 66;
    private const int RowHeight = 30;
    private const int BarHeight = 16;
    private const int Gap = 8;

    private const string Style = """
        .page { fill: #ffffff; }
        text { font: 13px system-ui, sans-serif; fill: #1f2328; }
        .title { font-weight: 600; font-size: 15px; }
        .muted { fill: #59636e; }
        .bar { fill: #8c959f; }
        .subject { fill: #0969da; }
        .own { font-weight: 600; }
        .spread { stroke: #1f2328; stroke-width: 1.5; fill: none; }
        .axis { stroke: #d1d9e0; }
        @media (prefers-color-scheme: dark) {
          .page { fill: #0d1117; }
          text { fill: #e6edf3; }
          .muted { fill: #9198a1; }
          .bar { fill: #6e7681; }
          .subject { fill: #4493f8; }
          .spread { stroke: #e6edf3; }
          .axis { stroke: #3d444d; }
        }
        """;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <param name="title">What is shown.</param>
    /// <param name="hint">Which end of the scale is good, and what the lines are.</param>
    /// <param name="bars">From top to bottom.</param>
    public static string Draw(string title, string hint, IReadOnlyList<Bar> bars)
    {
        var height = Top + (bars.Count * RowHeight) + Gap;
        var longest = bars.Select(bar => bar.Spread?.Max ?? 0).DefaultIfEmpty().Max();
        var root = new XElement(
            Svg + "svg",
            new XAttribute("viewBox", $"0 0 {Width} {height}"),
            new XAttribute("width", Width),
            new XAttribute("height", height),
            new XAttribute("role", "img"),
            new XAttribute("aria-label", title),
            new XElement(Svg + "style", Style),
            new XElement(
                Svg + "rect", new XAttribute("class", "page"), new XAttribute("width", Width), new XAttribute("height", height), new XAttribute("rx", 6)),
            Text(Margin, 28, "title", title),
            Text(Margin, 48, "muted", hint),
            Line("axis", Left, Top - 4, Left, height - Gap),
            bars.Select((bar, index) => Row(bar, Top + (index * RowHeight), longest)));
        return root.ToString() + "\n";
    }

    private static XElement Row(Bar bar, int top, double longest)
    {
        var middle = top + (BarHeight / 2.0);
        var row = new XElement(Svg + "g", Text(Left - Gap, middle + 5, bar.IsSubject ? "own" : null, bar.Label, end: true));
        if (bar.Spread is not { } spread || longest <= 0)
        {
            row.Add(Text(Left + Gap, middle + 5, "muted", bar.Text));
            return row;
        }

        var scale = BarRoom / longest;
        row.Add(new XElement(
            Svg + "rect",
            new XAttribute("class", bar.IsSubject ? "subject" : "bar"),
            new XAttribute("x", Left),
            new XAttribute("y", top),
            new XAttribute("width", Number(Math.Max(1, spread.Median * scale))),
            new XAttribute("height", BarHeight),
            new XAttribute("rx", 2)));
        if (spread.Count > 1)
        {
            row.Add(Line("spread", Left + (spread.Min * scale), middle, Left + (spread.Max * scale), middle));
            row.Add(Line("spread", Left + (spread.Min * scale), middle - 4, Left + (spread.Min * scale), middle + 4));
            row.Add(Line("spread", Left + (spread.Max * scale), middle - 4, Left + (spread.Max * scale), middle + 4));
        }

        row.Add(Text(Left + (spread.Max * scale) + Gap, middle + 5, bar.IsSubject ? "own" : null, bar.Text));
        return row;
    }

    private static XElement Text(double x, double y, string? style, string text, bool end = false) => new(
        Svg + "text",
        new XAttribute("x", Number(x)),
        new XAttribute("y", Number(y)),
        style is null ? null : new XAttribute("class", style),
        end ? new XAttribute("text-anchor", "end") : null,
        text);

    private static XElement Line(string style, double x1, double y1, double x2, double y2) => new(
        Svg + "line",
        new XAttribute("class", style),
        new XAttribute("x1", Number(x1)),
        new XAttribute("y1", Number(y1)),
        new XAttribute("x2", Number(x2)),
        new XAttribute("y2", Number(y2)));

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
