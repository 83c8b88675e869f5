using System.Globalization;
using System.Xml.Linq;

namespace Parley.Bench.Reporting.Charts;

/// <summary>Creates SVG elements with classes of <see cref="SvgPage"/>'s style.</summary>
internal static class SvgElement
{
    public static readonly XNamespace Namespace = "http://www.w3.org/2000/svg";

    /// <summary>A text whose baseline begins at a point, or ends there with <paramref name="end"/>.</summary>
    public static XElement Text(double x, double y, string? style, string text, bool end = false) => new(
        Namespace + "text",
        new XAttribute("x", Number(x)),
        new XAttribute("y", Number(y)),
        style is null ? null : new XAttribute("class", style),
        end ? new XAttribute("text-anchor", "end") : null,
        text);

    public static XElement Line(string style, double x1, double y1, double x2, double y2) => new(
        Namespace + "line",
        new XAttribute("class", style),
        new XAttribute("x1", Number(x1)),
        new XAttribute("y1", Number(y1)),
        new XAttribute("x2", Number(x2)),
        new XAttribute("y2", Number(y2)));

    /// <summary>A rectangle with rounded corners.</summary>
    public static XElement Rectangle(string style, double x, double y, double width, double height, double radius) => new(
        Namespace + "rect",
        new XAttribute("class", style),
        new XAttribute("x", Number(x)),
        new XAttribute("y", Number(y)),
        new XAttribute("width", Number(width)),
        new XAttribute("height", Number(height)),
        new XAttribute("rx", Number(radius)));

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
