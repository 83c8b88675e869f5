using Parley.Bench.Catalogue.Figures;
using Parley.Bench.Measuring;

namespace Parley.Bench.Tests.Measuring;

public sealed class CellTests
{
    [Fact]
    public void Over_SeveralRounds_DividesWithinEachRound()
    {
        // The machine is ten times slower in the second round. The ratio of the medians would be 5.5 / 2.2.
        var results = Samples.Results(
            Samples.Run("parley", 1, 10), Samples.Run("parley", 2, 1), Samples.Run("go", 1, 4), Samples.Run("go", 2, 0.4));

        var ratio = results.Cell("W1-100", "parley").Over(results.Cell("W1-100", "go"), Metrics.Deliveries);

        Assert.Equal(2.5, ratio!.Value.Median, 9);
        Assert.Equal(2.5, ratio.Value.Max, 9);
    }

    [Fact]
    public void Over_MissingRound_UsesCommonRounds()
    {
        var results = Samples.Results(
            Samples.Run("parley", 1, 10),
            Samples.Run("parley", 2, 100),
            Samples.Run("go", 1, 5),
            Samples.Without("go", 2, Outcome.Failed, "it crashed"));

        Assert.Equal(new Spread(2, 2, 2, 1), results.Cell("W1-100", "parley").Over(results.Cell("W1-100", "go"), Metrics.Deliveries));
    }

    [Fact]
    public void Over_NoCommonRound_IsNull()
    {
        var results = Samples.Results(Samples.Run("parley", 1, 10), Samples.Run("go", 2, 5));

        Assert.Null(results.Cell("W1-100", "parley").Over(results.Cell("W1-100", "go"), Metrics.Deliveries));
    }

    [Fact]
    public void Shown_GeneratorLimitInEveryRound_IsNotCounted()
    {
        var cell = Samples.Results(Samples.Run("go", 1, 5) with { Outcome = Outcome.GeneratorLimit, Reason = "busy" }).Cell("W1-100", "go");

        Assert.Null(cell.Counted(Metrics.Deliveries));
        Assert.Equal(5, cell.Shown(Metrics.Deliveries)!.Value.Median);
        Assert.True(cell.IsGeneratorLimited);
    }

    [Fact]
    public void Problems_SomeRounds_HaveTheirNumber()
    {
        var cell = Samples.Results(
            Samples.Run("go", 1, 5),
            Samples.Without("go", 2, Outcome.Failed, "it crashed"),
            Samples.Without("go", 3, Outcome.Faults, "1 fault"))
            .Cell("W1-100", "go");

        Assert.Equal(["1 of 3 rounds: it crashed", "1 of 3 rounds: 1 fault"], cell.Problems());
    }
}
