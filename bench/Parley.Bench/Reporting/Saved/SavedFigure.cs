using Parley.Bench.Measuring;

namespace Parley.Bench.Reporting.Saved;

/// <summary>A figure of a saved report.</summary>
/// <param name="Median">The median of the rounds.</param>
/// <param name="Min">The lowest round; null if unknown.</param>
/// <param name="Max">The highest round; null if unknown.</param>
internal sealed record SavedFigure(double Median, double? Min = null, double? Max = null)
{
    /// <summary>The figure as a spread; of one round if only the median is known.</summary>
    public Spread ToSpread() =>
        Min is { } min && Max is { } max && min < max ? new(Median, min, max, 2) : new(Median, Median, Median, 1);
}
