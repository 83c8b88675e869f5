using System.Text;
using Parley.Protocol.Chat;
using Spectre.Console;

namespace Parley.Command.Chat.Terminal;

/// <summary>
/// The terminal: messages above, and the line being typed in the last row. Messages are ordinary output, so the terminal itself wraps,
/// scrolls, searches and copies them. Only the last row is ever redrawn. Thread-safe.
/// </summary>
internal sealed class Screen(AnsiCapabilities capabilities, Stream output, Func<int> width, TimeZoneInfo zone)
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _frame = new();
    private readonly InputRow _row = new();
    private string _text = "";
    private int _cursor;
    private int _cursorCell;
    private bool _closed;

    /// <summary>The user's name, shown in front of the line being typed.</summary>
    public string User { get; init; } = "";

    /// <summary>Shows the line being typed, with the cursor in front of the character at <paramref name="cursor"/>.</summary>
    public void ShowInput(string text, int cursor)
    {
        lock (_gate)
        {
            (_text, _cursor) = (text, cursor);
            Draw_NeedsGate(static _ => { });
        }
    }

    /// <summary>Prints messages above the line being typed.</summary>
    public void Print(IReadOnlyList<ChatMessage> messages)
    {
        lock (_gate)
        {
            Draw_NeedsGate(writer =>
            {
                foreach (var message in messages)
                {
                    ScreenStyle.WriteMessage(writer, message, zone);
                }
            });
        }
    }

    /// <summary>Prints a line of the client's own above the line being typed.</summary>
    public void PrintNotice(string text)
    {
        lock (_gate)
        {
            Draw_NeedsGate(writer => ScreenStyle.WriteNotice(writer, text));
        }
    }

    /// <summary>Redraws the line being typed, after the terminal was resized or used by another program.</summary>
    public void Refresh()
    {
        lock (_gate)
        {
            Draw_NeedsGate(static _ => { });
        }
    }

    /// <summary>Clears the screen except for the line being typed.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _cursorCell = 0;
            Draw_NeedsGate(static writer => writer.CursorHome().EraseInDisplay(2));
        }
    }

    /// <summary>Erases the line being typed. Nothing is drawn afterwards.</summary>
    public void Close()
    {
        lock (_gate)
        {
            if (!_closed)
            {
                _closed = true;
                Write_NeedsGate(EraseRow_NeedsGate);
            }
        }
    }

    private void Draw_NeedsGate(Action<AnsiWriter> writeAbove)
    {
        if (!_closed)
        {
            Write_NeedsGate(writer =>
            {
                EraseRow_NeedsGate(writer);
                writeAbove(writer);
                DrawRow_NeedsGate(writer);
            });
        }
    }

    private void EraseRow_NeedsGate(AnsiWriter writer)
    {
        // If the terminal has become narrower, the row is wrapped and the cursor is below the row's start.
        var rowsAbove = _cursorCell / width();
        writer.Write("\r");
        if (rowsAbove > 0)
        {
            writer.CursorUp(rowsAbove);
        }

        writer.EraseInDisplay(0);
    }

    private void DrawRow_NeedsGate(AnsiWriter writer)
    {
        var promptCells = ScreenStyle.WritePrompt(writer, User, width() / 3);
        var (before, after) = _row.Fit(_text, _cursor, Math.Max(width() - 1 - promptCells, 1));
        ScreenStyle.WriteRow(writer, before, after);
        _cursorCell = promptCells + Cells.Width(before);
    }

    /// <summary>Writes an update of the screen in one piece, so that the terminal never shows half of it.</summary>
    private void Write_NeedsGate(Action<AnsiWriter> write)
    {
        using (var frame = new StringWriter(_frame))
        {
            write(new AnsiWriter(frame, capabilities));
        }

        output.Write(Encoding.UTF8.GetBytes(_frame.ToString()));
        output.Flush();
        _frame.Clear();
    }
}
