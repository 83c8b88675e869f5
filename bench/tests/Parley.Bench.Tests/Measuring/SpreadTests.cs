using Parley.Bench.Measuring;

namespace Parley.Bench.Tests.Measuring;

public sealed class SpreadTests
{
    [Fact]
    public void Of_OddCount_HasMiddleValue() => Assert.Equal(new Spread(3, 1, 9, 3), Spread.Of([9, 1, 3]));

    [Fact]
    public void Of_EvenCount_HasMeanOfMiddleValues() => Assert.Equal(new Spread(2.5, 1, 9, 4), Spread.Of([9, 2, 1, 3]));

    [Fact]
    public void Of_OneValue_IsThatValue() => Assert.Equal(new Spread(4, 4, 4, 1), Spread.Of([4]));

    [Fact]
    public void Of_NoValues_IsNull() => Assert.Null(Spread.Of([]));
}
