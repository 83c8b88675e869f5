using Parley.Bench.Measuring;

namespace Parley.Bench.Tests.Measuring;

public sealed class EqualLatencyTests
{
    [Fact]
    public void Of_FasterServerWithHigherP99_CountsLowerRate()
    {
        var results = Samples.Results(
            Samples.Run("parley", 1, 100, p99: 500),
            Samples.Run("go", 1, 200, p99: 900),
            Samples.Run("go", 1, 90, "W3-50", p99: 400),
            Samples.Run("go", 1, 40, "W3-25", p99: 100));

        var found = Assert.Single(EqualLatency.Of(results, ["go"], "W1-100", ["W3-25", "W3-50"]));

        Assert.Equal(("W3-50", 90), (found.Workload, found.Deliveries!.Value.Median));
    }

    [Fact]
    public void Of_P99AlwaysHigher_HasNoWorkload()
    {
        var results = Samples.Results(Samples.Run("parley", 1, 100, p99: 500), Samples.Run("go", 1, 200, p99: 900));

        Assert.Null(Assert.Single(EqualLatency.Of(results, ["go"], "W1-100", [])).Workload);
    }
}
