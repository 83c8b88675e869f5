using Parley.Command.Formatting;

namespace Parley.Command.Tests.Formatting;

public sealed class QuantityTests
{
    [Theory]
    [InlineData(0, "0 lines", "0 lines were")]
    [InlineData(1, "1 line", "1 line was")]
    [InlineData(1_234, "1234 lines", "1234 lines were")]
    public void Of_AnyNumber_IsGrammatical(long count, string of, string was) =>
        Assert.Equal((of, was), (Quantity.Of(count, "line"), Quantity.Was(count, "line")));
}
