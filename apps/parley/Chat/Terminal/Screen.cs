using System.Text;
using Parley.Protocol.Chat;
using Spectre.Console;

namespace Parley.Command.Chat.Terminal;

/// <summary>
/// The terminal: what was said above, the line being typed in the last row. Messages are ordinary output, so the terminal itself
/// wraps them, scrolls back, searches and copies; only the last row is ever redrawn. For any thread.
/// </summary>
internal sealed class Screen(AnsiCapabilities capabilities, Stream output, Func<int> width, TimeZoneInfo zone)
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _frame = new();
    private readonly InputRow _row = new();
    private string _text = "";
    private int _index;
    private int _cursorCell;
    private bool _closed;

    /// <summary>Who is typing.</summary>
    public string User { get; init; } = "";

    /// <summary>Shows the line being typed, with the cursor before the character at <paramref name="index"/>.</summary>
    public void Type(string text, int index)
    {
        lock (_gate)
        {
            (_text, _index) = (text, index);
            Draw_NeedsGate(static _ => { });
        }
    }

    /// <summary>Adds messages above the line being typed.</summary>
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

    /// <summary>Adds a line of the client's own above the line being typed.</summary>
    public void Notice(string text)
    {
        lock (_gate)
        {
            Draw_NeedsGate(writer => ScreenStyle.WriteNotice(writer, text));
        }
    }

    /// <summary>Draws the line being typed again, after something else disturbed it.</summary>
    public void Refresh()
    {
        lock (_gate)
        {
            Draw_NeedsGate(static _ => { });
        }
    }

    /// <summary>Scrolls what was said out of sight.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _cursorCell = 0;
            Draw_NeedsGate(static writer => writer.CursorHome().EraseInDisplay(2));
        }
    }

    /// <summary>Takes the line being typed away and draws nothing more.</summary>
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
        // In a terminal that became narrower the row is wrapped now, and the cursor stands below its start.
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
        var (before, after) = _row.Fit(_text, _index, Math.Max(width() - 1 - promptCells, 1));
        ScreenStyle.WriteRow(writer, before, after);
        _cursorCell = promptCells + Cells.Width(before);
    }

    /// <summary>Writes a frame at once, so that the terminal never shows half of one.</summary>
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
