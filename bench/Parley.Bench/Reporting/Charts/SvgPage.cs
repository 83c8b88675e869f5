using System.Xml.Linq;

namespace Parley.Bench.Reporting.Charts;

/// <summary>
/// An SVG picture of one or more panels. It has colours for light and for dark mode, and its own background, because the mode of the page
/// around it can differ from the reader's.
/// </summary>
internal static class SvgPage
{
    private const int Gap = 8;
    private const int CornerRadius = 6;

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
        .cut { stroke: #ffffff; stroke-width: 3; }
        @media (prefers-color-scheme: dark) {
          .page { fill: #0d1117; }
          text { fill: #e6edf3; }
          .muted { fill: #9198a1; }
          .bar { fill: #6e7681; }
          .subject { fill: #4493f8; }
          .spread { stroke: #e6edf3; }
          .axis { stroke: #3d444d; }
          .cut { stroke: #0d1117; }
        }
        """;

    /// <summary>Draws panels from top to bottom.</summary>
    /// <param name="label">The picture's description for screen readers.</param>
    /// <param name="panels">The panels.</param>
    public static string Draw(string label, params IReadOnlyList<BarPanel> panels)
    {
        var height = panels.Sum(panel => panel.Height) + Gap;
        var root = new XElement(
            SvgElement.Namespace + "svg",
            new XAttribute("viewBox", $"0 0 {BarPanel.Width} {height}"),
            new XAttribute("width", BarPanel.Width),
            new XAttribute("height", height),
            new XAttribute("role", "img"),
            new XAttribute("aria-label", label),
            new XElement(SvgElement.Namespace + "style", Style),
            SvgElement.Rectangle("page", 0, 0, BarPanel.Width, height, CornerRadius));
        var top = 0;
        foreach (var panel in panels)
        {
            root.Add(panel.Draw(top));
            top += panel.Height;
        }

        return root.ToString() + "\n";
    }
}
