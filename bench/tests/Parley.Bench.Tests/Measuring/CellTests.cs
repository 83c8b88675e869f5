using Parley.Bench.Catalogue;
using Parley.Bench.Measuring;

namespace Parley.Bench.Tests.Measuring;

public sealed class CellTests
{
    [Fact]
    public void Over_IsFormedWithinEachRound()
    {
        // The machine was ten times slower in the second round: medians of each would say 5.5 / 2.2.
        var results = Samples.Results(
            Samples.Run("parley", 1, 10), Samples.Run("parley", 2, 1), Samples.Run("go", 1, 4), Samples.Run("go", 2, 0.4));

        var ratio = results.Cell("W1-100", "parley").Over(results.Cell("W1-100", "go"), Metrics.Deliveries);

        Assert.Equal(2.5, ratio!.Value.Median, 9);
        Assert.Equal(2.5, ratio.Value.Max, 9);
    }

    [Fact]
    public void Over_CountsOnlyRoundsThatBothHave()
    {
        var results = Samples.Results(
            Samples.Run("parley", 1, 10),
            Samples.Run("parley", 2, 100),
            Samples.Run("go", 1, 5),
            Samples.Without("go", 2, Outcome.Failed, "it fell over"));

        Assert.Equal(new Spread(2, 2, 2, 1), results.Cell("W1-100", "parley").Over(results.Cell("W1-100", "go"), Metrics.Deliveries));
    }

    [Fact]
    public void Over_WithoutACommonRound_IsNothing()
    {
        var results = Samples.Results(Samples.Run("parley", 1, 10), Samples.Run("go", 2, 5));

        Assert.Null(results.Cell("W1-100", "parley").Over(results.Cell("W1-100", "go"), Metrics.Deliveries));
    }

    [Fact]
    public void Shown_WhereTheGeneratorLimitedEveryRound_IsShownButNotCounted()
    {
        var cell = Samples.Results(Samples.Run("go", 1, 5) with { Outcome = Outcome.GeneratorLimit, Reason = "busy" }).Cell("W1-100", "go");

        Assert.Null(cell.Counted(Metrics.Deliveries));
        Assert.Equal(5, cell.Shown(Metrics.Deliveries)!.Value.Median);
        Assert.True(cell.IsGeneratorLimited);
    }

    [Fact]
    public void Troubles_SaysInHowManyRounds()
    {
        var cell = Samples.Results(
            Samples.Run("go", 1, 5), Samples.Without("go", 2, Outcome.Failed, "it fell over"), Samples.Without("go", 3, Outcome.Faults, "1 fault"))
            .Cell("W1-100", "go");

        Assert.Equal(["1 of 3 rounds: it fell over", "1 of 3 rounds: 1 fault"], cell.Troubles());
    }
}
