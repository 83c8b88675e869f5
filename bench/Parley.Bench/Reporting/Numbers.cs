using System.Globalization;
using Parley.Bench.Catalogue.Figures;
using Parley.Bench.Measuring;

namespace Parley.Bench.Reporting;

/// <summary>Figures for people: three significant digits and a suitable unit.</summary>
internal static class Numbers
{
    /// <summary>One figure, such as <c>3.81 M</c>.</summary>
    public static string Text(MetricUnit unit, double value)
    {
        var (scale, suffix) = Scale(unit, Math.Abs(value));
        return Digits(value / scale) + suffix;
    }

    /// <summary>A median and its spread in the same unit, such as <c>3.81 M (3.60–4.02)</c>; for one round only the median.</summary>
    public static string Text(MetricUnit unit, Spread spread)
    {
        var (scale, suffix) = Scale(unit, Math.Abs(spread.Median));
        var median = Digits(spread.Median / scale) + suffix;
        return spread.Count == 1 ? median : $"{median} ({Digits(spread.Min / scale)}–{Digits(spread.Max / scale)})";
    }

    /// <summary>A ratio, such as <c>0.33</c>.</summary>
    public static string Ratio(double value) => Digits(value);

    /// <summary>A time such as <c>3 min</c> or <c>40 s</c>.</summary>
    public static string Time(TimeSpan time) => time.TotalSeconds < 90
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min");

    private static (double Scale, string Suffix) Scale(MetricUnit unit, double value) => unit switch
    {
        MetricUnit.PerSecond when value >= 1e6 => (1e6, " M"),
        MetricUnit.PerSecond when value >= 1e4 => (1e3, " k"),
        MetricUnit.PerSecond => (1, ""),
        MetricUnit.CpuMicroseconds => (1, " µs"),
        MetricUnit.Microseconds when value >= 1e6 => (1e6, " s"),
        MetricUnit.Microseconds when value >= 1e3 => (1e3, " ms"),
        MetricUnit.Microseconds => (1, " µs"),
        MetricUnit.Milliseconds when value >= 1e3 => (1e3, " s"),
        MetricUnit.Milliseconds => (1, " ms"),
        MetricUnit.Seconds => (1, " s"),
        MetricUnit.Mebibytes => (1, " MiB"),
        MetricUnit.Kibibytes => (1, " KiB"),
        MetricUnit.Share => (0.01, " %"),
        MetricUnit.Ratio => (1, " ×"),
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "A unit without a scale."),
    };

    private static string Digits(double value) => Math.Abs(value) switch
    {
        >= 99.95 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 9.995 => value.ToString("F1", CultureInfo.InvariantCulture),
        0 => "0",
        _ => value.ToString("F2", CultureInfo.InvariantCulture),
    };
}
