using System.Xml.Linq;

namespace Parley.Bench.Reporting.Charts;

/// <summary>Horizontal bars from zero, each with a line from the lowest to the highest round.</summary>
/// <param name="Title">What the bars show.</param>
/// <param name="Hint">How to read them.</param>
/// <param name="Bars">From top to bottom.</param>
/// <param name="Limit">Longer bars are cut, so that they do not dwarf the others. Default: no limit.</param>
internal sealed record BarPanel(string Title, string Hint, IReadOnlyList<Bar> Bars, double Limit = double.PositiveInfinity)
{
    /// <summary>The width of every panel.</summary>
    public const int Width = 840;

    private const int Margin = 14;
    private const int Left = 250;
    private const int MaxBarWidth = 400;
    private const int TitleBaseline = 28;
    private const int HintBaseline = 48;
    private const int BarsTop = 66;
    private const int RowHeight = 30;
    private const int BarHeight = 16;
    private const int BarRadius = 2;
    private const int Gap = 8;
    private const int Tick = 4;

    /// <summary>The height, which depends on the number of bars.</summary>
    public int Height => BarsTop + (Bars.Count * RowHeight);

    /// <summary>Draws the panel.</summary>
    /// <param name="top">The position of its upper edge.</param>
    public IEnumerable<XElement> Draw(int top)
    {
        var max = Math.Min(Limit, Bars.Select(bar => bar.Spread?.Max ?? 0).DefaultIfEmpty().Max());
        return
        [
            SvgElement.Text(Margin, top + TitleBaseline, "title", Title),
            SvgElement.Text(Margin, top + HintBaseline, "muted", Hint),
            SvgElement.Line("axis", Left, top + BarsTop - Tick, Left, top + Height),
            .. Bars.Select((bar, index) => Row(bar, top + BarsTop + (index * RowHeight), max)),
        ];
    }

    private static XElement Row(Bar bar, int top, double max)
    {
        var middle = top + (BarHeight / 2.0);
        var baseline = middle + 5;
        var style = bar.IsSubject ? "own" : null;
        var row = new XElement(SvgElement.Namespace + "g", SvgElement.Text(Left - Gap, baseline, style, bar.Label, end: true));
        if (bar.Spread is not { } spread || max <= 0)
        {
            row.Add(SvgElement.Text(Left + Gap, baseline, "muted", bar.Text));
            return row;
        }

        var isCut = spread.Max > max;
        var scale = MaxBarWidth / max;
        var (low, high) = (Left + (spread.Min * scale), Left + (Math.Min(spread.Max, max) * scale));
        var width = isCut ? MaxBarWidth : Math.Max(1, spread.Median * scale);
        row.Add(SvgElement.Rectangle(bar.IsSubject ? "subject" : "bar", Left, top, width, BarHeight, BarRadius));
        row.Add(isCut ? Cut(top) : spread.Count > 1 ? Range(low, high, middle) : []);
        row.Add(SvgElement.Text(high + Gap, baseline, style, bar.Text));
        return row;
    }

    private static XElement[] Range(double low, double high, double middle) =>
    [
        SvgElement.Line("spread", low, middle, high, middle),
        SvgElement.Line("spread", low, middle - Tick, low, middle + Tick),
        SvgElement.Line("spread", high, middle - Tick, high, middle + Tick),
    ];

    /// <summary>A gap across the end of a bar.</summary>
    private static XElement[] Cut(int top)
    {
        const int X = Left + MaxBarWidth - (4 * Tick);
        return [SvgElement.Line("cut", X, top + BarHeight, X + Tick, top)];
    }
}
