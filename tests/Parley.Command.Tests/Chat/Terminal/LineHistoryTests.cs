using Parley.Command.Chat.Terminal;

namespace Parley.Command.Tests.Chat.Terminal;

public sealed class LineHistoryTests
{
    private readonly LineHistory _history = new();

    [Fact]
    public void Older_AndBack_KeepsTheLineBeingTyped()
    {
        _history.Add("one");
        _history.Add("two");

        Assert.Equal("two", _history.Older("draft"));
        Assert.Equal("one", _history.Older("two"));
        Assert.Equal("one", _history.Older("one"));
        Assert.Equal("two", _history.Newer("one"));
        Assert.Equal("draft", _history.Newer("two"));
        Assert.Equal("draft", _history.Newer("draft"));
    }

    [Fact]
    public void Older_NothingSentYet_KeepsTheLine() => Assert.Equal("draft", _history.Older("draft"));

    [Fact]
    public void Add_TheSameTwice_IsKeptOnce()
    {
        _history.Add("one");
        _history.Add("two");
        _history.Add("two");

        Assert.Equal("two", _history.Older(""));
        Assert.Equal("one", _history.Older("two"));
    }

    [Fact]
    public void Add_MoreThanAHundred_ForgetsTheOldest()
    {
        for (var i = 1; i <= 101; i++)
        {
            _history.Add($"line {i}");
        }

        var shown = "";
        for (var i = 0; i < 200; i++)
        {
            shown = _history.Older(shown);
        }

        Assert.Equal("line 2", shown);
    }
}
