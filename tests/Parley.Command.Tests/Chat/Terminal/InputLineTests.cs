using Parley.Command.Chat.Terminal;

namespace Parley.Command.Tests.Chat.Terminal;

public sealed class InputLineTests
{
    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void Parse_BlankLine_HasNoAction(string line) => Assert.Equal(InputAction.None, InputLine.Parse(line).Action);

    [Theory]
    [InlineData("hello", "hello")]
    [InlineData(" /quit", " /quit")]
    [InlineData("//text", "/text")]
    [InlineData("//", "/")]
    public void Parse_Message_IsSent(string line, string text) =>
        Assert.Equal(new InputLine(InputAction.Send, text), InputLine.Parse(line));

    [Fact]
    public void Parse_Command_IsItsAction()
    {
        Assert.Equal(InputAction.Quit, InputLine.Parse("/quit").Action);
        Assert.Equal(InputAction.Help, InputLine.Parse("/help ").Action);
    }

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/quti now", "/quti")]
    [InlineData("/quit now", "/quit")]
    public void Parse_UnknownCommand_IsNotSent(string line, string command) =>
        Assert.Equal(new InputLine(InputAction.UnknownCommand, command), InputLine.Parse(line));
}
