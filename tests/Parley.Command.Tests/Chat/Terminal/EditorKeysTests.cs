using Parley.Command.Chat.Terminal;

namespace Parley.Command.Tests.Chat.Terminal;

public sealed class EditorKeysTests
{
    private readonly LineEditor _line = new();
    private readonly LineHistory _history = new();

    [Theory]
    [InlineData(ConsoleKey.Backspace, ConsoleModifiers.None, "one tw")]
    [InlineData(ConsoleKey.H, ConsoleModifiers.Control, "one tw")]
    [InlineData(ConsoleKey.Backspace, ConsoleModifiers.Alt, "one ")]
    [InlineData(ConsoleKey.W, ConsoleModifiers.Control, "one ")]
    [InlineData(ConsoleKey.U, ConsoleModifiers.Control, "")]
    [InlineData(ConsoleKey.K, ConsoleModifiers.Control, "one two")]
    [InlineData(ConsoleKey.UpArrow, ConsoleModifiers.None, "before")]
    [InlineData(ConsoleKey.P, ConsoleModifiers.Control, "before")]
    [InlineData(ConsoleKey.Tab, ConsoleModifiers.None, "one two ")]
    [InlineData(ConsoleKey.F5, ConsoleModifiers.None, "one two")]
    public void Apply_AnEditingKey_ChangesTheLine(ConsoleKey key, ConsoleModifiers modifiers, string text)
    {
        _history.Add("before");
        _line.Replace("one two");

        Apply('\0', key, modifiers);

        Assert.Equal(text, _line.Text);
    }

    [Theory]
    [InlineData(ConsoleKey.Home, ConsoleModifiers.None, 0)]
    [InlineData(ConsoleKey.A, ConsoleModifiers.Control, 0)]
    [InlineData(ConsoleKey.End, ConsoleModifiers.None, 7)]
    [InlineData(ConsoleKey.E, ConsoleModifiers.Control, 7)]
    [InlineData(ConsoleKey.LeftArrow, ConsoleModifiers.None, 4)]
    [InlineData(ConsoleKey.RightArrow, ConsoleModifiers.None, 6)]
    [InlineData(ConsoleKey.LeftArrow, ConsoleModifiers.Control, 4)]
    [InlineData(ConsoleKey.RightArrow, ConsoleModifiers.Control, 7)]
    [InlineData(ConsoleKey.B, ConsoleModifiers.Alt, 4)]
    [InlineData(ConsoleKey.F, ConsoleModifiers.Alt, 7)]
    public void Apply_AMovingKey_MovesTheCursor(ConsoleKey key, ConsoleModifiers modifiers, int cursor)
    {
        _line.Replace("one two");
        _line.Left();
        _line.Left();

        Apply('\0', key, modifiers);

        Assert.Equal(("one two", cursor), (_line.Text, _line.Cursor));
    }

    [Fact]
    public void Apply_Characters_AreTyped()
    {
        Apply('a', ConsoleKey.A, ConsoleModifiers.None);
        Apply('Ä', ConsoleKey.None, ConsoleModifiers.Shift);
        Apply('@', ConsoleKey.Q, ConsoleModifiers.Control | ConsoleModifiers.Alt);
        Apply('\u001b', ConsoleKey.Escape, ConsoleModifiers.None);

        Assert.Equal("aÄ@", _line.Text);
    }

    private void Apply(char character, ConsoleKey key, ConsoleModifiers modifiers) => EditorKeys.Apply(
        new ConsoleKeyInfo(
            character,
            key,
            modifiers.HasFlag(ConsoleModifiers.Shift),
            modifiers.HasFlag(ConsoleModifiers.Alt),
            modifiers.HasFlag(ConsoleModifiers.Control)),
        _line,
        _history);
}
