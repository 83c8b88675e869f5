using Parley.Bench.Catalogue.Figures;
using Parley.Bench.Measuring;
using Parley.Bench.Reporting;

namespace Parley.Bench.Tests.Reporting;

public sealed class NumbersTests
{
    [Theory]
    [InlineData(MetricUnit.PerSecond, 3_812_345, "3.81 M")]
    [InlineData(MetricUnit.PerSecond, 268_123, "268 k")]
    [InlineData(MetricUnit.PerSecond, 9_812.4, "9,812")]
    [InlineData(MetricUnit.Microseconds, 640, "640 µs")]
    [InlineData(MetricUnit.Microseconds, 14_800, "14.8 ms")]
    [InlineData(MetricUnit.Microseconds, 2_100_000, "2.10 s")]
    [InlineData(MetricUnit.CpuMicroseconds, 0.391, "0.39 µs")]
    [InlineData(MetricUnit.Mebibytes, 104.2, "104 MiB")]
    [InlineData(MetricUnit.Share, 0.97, "97.0 %")]
    internal void Text_AnyFigure_HasThreeSignificantDigits(MetricUnit unit, double value, string expected) =>
        Assert.Equal(expected, Numbers.Text(unit, value));

    [Fact]
    public void Text_Spread_UsesTheMediansUnit() =>
        Assert.Equal("1.00 M (0.90–1.20)", Numbers.Text(MetricUnit.PerSecond, new Spread(1_000_000, 900_000, 1_200_000, 5)));

    [Fact]
    public void Text_OneRound_HasNoSpread() =>
        Assert.Equal("5.00 ms", Numbers.Text(MetricUnit.Microseconds, new Spread(5_000, 5_000, 5_000, 1)));
}
