using Parley.Command.Chat.Terminal;

namespace Parley.Command.Tests.Chat.Terminal;

public sealed class TypedLineTests
{
    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void Parse_NothingTyped_IsNothing(string line) => Assert.Equal(TypedMeaning.Nothing, TypedLine.Parse(line).Meaning);

    [Theory]
    [InlineData("hello", "hello")]
    [InlineData(" /quit", " /quit")]
    [InlineData("//text", "/text")]
    [InlineData("//", "/")]
    public void Parse_AMessage_IsSaid(string line, string text) =>
        Assert.Equal(new TypedLine(TypedMeaning.Message, text), TypedLine.Parse(line));

    [Fact]
    public void Parse_ACommand_IsItsMeaning()
    {
        Assert.Equal(TypedMeaning.Quit, TypedLine.Parse("/quit").Meaning);
        Assert.Equal(TypedMeaning.Help, TypedLine.Parse("/help ").Meaning);
    }

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/quti now", "/quti")]
    [InlineData("/quit now", "/quit")]
    public void Parse_AnUnknownCommand_IsNotSaid(string line, string command) =>
        Assert.Equal(new TypedLine(TypedMeaning.Unknown, command), TypedLine.Parse(line));
}
