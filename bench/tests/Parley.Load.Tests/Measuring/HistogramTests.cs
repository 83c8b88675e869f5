using CsCheck;
using Parley.Load.Measuring;

namespace Parley.Load.Tests.Measuring;

public sealed class HistogramTests
{
    [Fact]
    public void Percentile_AnyLatencies_IsAtMostOne32ndTooHigh() =>
        Gen.Select(Gen.OneOf(Gen.Long[0, 100], Gen.Long[0, 1_000_000], Gen.Long[0, 1L << 40]).List[1, 300], Gen.Double[0.001, 1])
            .Sample((latencies, fraction) =>
        {
            var histogram = new Histogram();
            latencies.ForEach(histogram.Add);
            var exact = latencies.Order().ElementAt((int)Math.Ceiling(latencies.Count * fraction) - 1);

            Assert.InRange(histogram.Percentile(fraction), exact, exact + (exact / 32));
        });

    [Fact]
    public void Percentile_Nothing_IsZero() => Assert.Equal(0, new Histogram().Percentile(0.99));

    [Fact]
    public void Summary_ThousandLatencies_HasThreePercentiles()
    {
        var histogram = new Histogram();
        for (var i = 1; i <= 1_000; i++)
        {
            histogram.Add(i);
        }

        var summary = histogram.Summary();
        Assert.InRange(summary.P50, 500, 515);
        Assert.InRange(summary.P99, 990, 1_020);
        Assert.InRange(summary.P999, 999, 1_030);
    }

    [Fact]
    public void Add_OtherHistogram_AddsAllItsLatencies()
    {
        var (one, other) = (new Histogram(), new Histogram());
        one.Add(10);
        other.Add(1_000);
        other.Add(1_000);

        one.Add(other);

        Assert.Equal((3, 10), (one.Count, one.Percentile(0.3)));
        Assert.InRange(one.Percentile(1), 1_000, 1_031);
    }
}
