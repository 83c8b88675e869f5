using Parley.Command.Chat.Terminal;

namespace Parley.Command.Tests.Chat.Terminal;

public sealed class NameColorTests
{
    [Theory]
    [InlineData("ada", "#5faf00")]
    [InlineData("bob", "#d75f00")]
    [InlineData("日本語", "#af5faf")]
    public void Of_AName_IsTheSameOnEveryRun(string name, string color) =>
        Assert.Equal(color, "#" + NameColor.Of(name).ToHex(), ignoreCase: true);

    [Fact]
    public void Of_ManyNames_UsesManyColors() =>
        Assert.True(Enumerable.Range(0, 200).Select(number => NameColor.Of($"user {number}")).Distinct().Count() > 10);
}
