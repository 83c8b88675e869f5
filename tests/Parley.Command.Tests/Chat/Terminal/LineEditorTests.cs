using Parley.Command.Chat.Terminal;

namespace Parley.Command.Tests.Chat.Terminal;

public sealed class LineEditorTests
{
    private readonly LineEditor _line = new();

    [Fact]
    public void Insert_InTheMiddle_MovesTheCursorBehindIt()
    {
        _line.Replace("held");
        _line.Left();

        _line.Insert("lo, wor");
        _line.Insert("l");

        Assert.Equal(("hello, world", 11), (_line.Text, _line.Cursor));
    }

    [Theory]
    [InlineData("👍🏽")]
    [InlineData("👨‍👩‍👧")]
    [InlineData("e\u0301")]
    [InlineData("日")]
    public void Backspace_AfterAGrapheme_TakesItWhole(string grapheme)
    {
        _line.Replace("a" + grapheme + "b");
        _line.Left();

        _line.Backspace();

        Assert.Equal(("ab", 1), (_line.Text, _line.Cursor));
    }

    [Fact]
    public void Insert_AnEmojiInHalves_IsOneGrapheme()
    {
        foreach (var half in "👍")
        {
            _line.Insert(half.ToString());
        }

        _line.Left();

        Assert.Equal(("👍", 0), (_line.Text, _line.Cursor));
    }

    [Fact]
    public void Delete_AtTheEnd_DoesNothing()
    {
        _line.Replace("ab");

        _line.Delete();

        Assert.Equal("ab", _line.Text);
    }

    [Fact]
    public void Words_SeparatedBySpaces_AreMovedOverWhole()
    {
        _line.Replace("one two  three");

        _line.WordLeft();
        _line.WordLeft();
        Assert.Equal(4, _line.Cursor);
        _line.WordRight();
        Assert.Equal(7, _line.Cursor);
        _line.DeleteWordLeft();
        Assert.Equal("one   three", _line.Text);
    }

    [Fact]
    public void DeleteToStartAndEnd_InTheMiddle_StopAtTheCursor()
    {
        _line.Replace("abcdef");
        _line.Home();
        _line.Right();
        _line.Right();

        _line.DeleteToStart();
        Assert.Equal(("cdef", 0), (_line.Text, _line.Cursor));
        _line.Right();
        _line.DeleteToEnd();
        Assert.Equal("c", _line.Text);
    }

    [Fact]
    public void Insert_BeyondTheLimit_IsIgnored()
    {
        _line.Insert(new string('x', 64 * 1024));

        _line.Insert("y");

        Assert.Equal(64 * 1024, _line.Text.Length);
    }
}
