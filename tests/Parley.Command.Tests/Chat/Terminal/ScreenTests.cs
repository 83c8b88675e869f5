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
    public void Print_WhileALineIsTyped_IsAboveIt()
    {
        _screen.Type("half", 2);
        Take();

        _screen.Print([new ChatMessage { UserId = "bob", Text = "[red]hi[/]\n", Timestamp = 60 }]);

        Assert.Equal(EraseRow + "00:01 bob: [red]hi[/] \r\n" + "ada> \e[?7lha\e7lf\e8\e[?7h", Take());
    }

    [Fact]
    public void Notice_IsOneSafeLine()
    {
        _screen.Notice("a\nb\e");

        Assert.Equal(EraseRow + "a b\uFFFD\r\n" + EmptyRow, Take());
    }

    [Fact]
    public void Refresh_InANarrowerTerminal_ErasesTheWrappedRow()
    {
        _screen.Type(new string('x', 60), 60);
        Take();

        _width = 30;
        _screen.Refresh();

        Assert.StartsWith("\r\e[2A\e[0J", Take(), StringComparison.Ordinal);
    }

    [Fact]
    public void Type_ALongName_LeavesRoomForTheLine()
    {
        _width = 8;

        _screen.Type("hello", 5);

        Assert.Equal(EraseRow + "> \e[?7lhello\e7\e8\e[?7h", Take());
    }

    [Fact]
    public void Close_ThenAnything_DrawsNothing()
    {
        _screen.Close();
        Assert.Equal(EraseRow, Take());

        _screen.Type("late", 4);
        _screen.Close();

        Assert.Equal("", Take());
    }

    private string Take()
    {
        // The library marks styles even where it has no colours to show them in.
        var written = Encoding.UTF8.GetString(_output.ToArray())
            .Replace("\e[1m", "", StringComparison.Ordinal)
            .Replace("\e[2m", "", StringComparison.Ordinal)
            .Replace("\e[0m", "", StringComparison.Ordinal);
        _output.SetLength(0);
        return written;
    }
}
