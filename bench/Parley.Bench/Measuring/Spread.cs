namespace Parley.Bench.Measuring;

/// <summary>The median of several rounds, and the lowest and the highest of them.</summary>
internal readonly record struct Spread(double Median, double Min, double Max, int Count)
{
    /// <summary>The spread of some values; null if there are none.</summary>
    public static Spread? Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        if (sorted.Count == 0)
        {
            return null;
        }

        var middle = sorted.Count / 2;
        var median = sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new(median, sorted[0], sorted[^1], sorted.Count);
    }
}
