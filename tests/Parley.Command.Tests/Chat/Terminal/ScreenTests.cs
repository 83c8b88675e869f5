using System.Text;
using Parley.Command.Chat.Terminal;
using Parley.Protocol.Chat;
using Spectre.Console;

namespace Parley.Command.Tests.Chat.Terminal;

public sealed class ScreenTests : IDisposable
{
    private const string EraseRow = "\r\e[0J";
    private const string EmptyRow = "ada> \e[?7l\e7\e8\e[?7h";

    private readonly MemoryStream _output = new();
    private readonly Screen _screen;
    private int _width = 80;

    public ScreenTests()
    {
        var capabilities = new AnsiCapabilities { Ansi = true, ColorSystem = ColorSystem.NoColors };
        _screen = new Screen(capabilities, _output, () => _width, TimeZoneInfo.Utc) { User = "ada" };
    }

    public void Dispose() => _output.Dispose();

    [Fact]
    public void Print_WhileTyping_WritesAboveTheLine()
    {
        _screen.ShowInput("half", 2);
        Take();

        _screen.Print([new ChatMessage { UserId = "bob", Text = "[red]hi[/]\n", Timestamp = 60 }]);

        Assert.Equal(EraseRow + "00:01 bob: [red]hi[/] \r\n" + "ada> \e[?7lha\e7lf\e8\e[?7h", Take());
    }

    [Fact]
    public void PrintNotice_UnsafeText_IsOneSafeLine()
    {
        _screen.PrintNotice("a\nb\e");

        Assert.Equal(EraseRow + "a b\uFFFD\r\n" + EmptyRow, Take());
    }

    [Fact]
    public void Refresh_InANarrowerTerminal_ErasesTheWrappedRow()
    {
        _screen.ShowInput(new string('x', 60), 60);
        Take();

        _width = 30;
        _screen.Refresh();

        Assert.StartsWith("\r\e[2A\e[0J", Take(), StringComparison.Ordinal);
    }

    [Fact]
    public void ShowInput_LongName_LeavesSpaceForTheLine()
    {
        _width = 8;

        _screen.ShowInput("hello", 5);

        Assert.Equal(EraseRow + "> \e[?7lhello\e7\e8\e[?7h", Take());
    }

    [Fact]
    public void Close_ThenAnything_DrawsNothing()
    {
        _screen.Close();
        Assert.Equal(EraseRow, Take());

        _screen.ShowInput("late", 4);
        _screen.Close();

        Assert.Equal("", Take());
    }

    private string Take()
    {
        // The library writes styles even if there are no colours.
        var written = Encoding.UTF8.GetString(_output.ToArray())
            .Replace("\e[1m", "", StringComparison.Ordinal)
            .Replace("\e[2m", "", StringComparison.Ordinal)
            .Replace("\e[0m", "", StringComparison.Ordinal);
        _output.SetLength(0);
        return written;
    }
}
