using Parley.Command.Formatting;
using Parley.Protocol;
using Parley.Protocol.Chat;
using Spectre.Console;

namespace Parley.Command.Chat.Terminal;

/// <summary>The look of the screen. Everything is written as text, never as markup.</summary>
internal static class ScreenStyle
{
    private const string NewLine = "\r\n";

    // The terminal may take a character to be wider than this program does. Then it must cut off the row instead of wrapping it.
    private const string WrapOff = "\e[?7l";
    private const string WrapOn = "\e[?7h";

    private static readonly Style Dim = new(decoration: Decoration.Dim);

    public static void WriteMessage(AnsiWriter writer, ChatMessage message, TimeZoneInfo zone)
    {
        writer.Write(MessageTime.Format(message.Timestamp, "HH:mm", zone), Dim);
        writer.Write(" ");
        writer.Write(SafeText.Clean(message.UserId), NameStyle(message.UserId));
        writer.Write(": ");
        writer.Write(SafeText.Clean(message.Text));
        writer.Write(NewLine);
    }

    public static void WriteNotice(AnsiWriter writer, string text)
    {
        writer.Write(SafeText.Clean(text), Dim);
        writer.Write(NewLine);
    }

    /// <summary>Writes the user's name and a prompt. A name wider than <paramref name="maxNameCells"/> is left out.</summary>
    /// <returns>The width in cells.</returns>
    public static int WritePrompt(AnsiWriter writer, string user, int maxNameCells)
    {
        const string Mark = "> ";
        var name = SafeText.Clean(user);
        var cells = Cells.Width(name);
        if (cells > maxNameCells)
        {
            cells = 0;
        }
        else
        {
            writer.Write(name, NameStyle(user));
        }

        writer.Write(Mark);
        return cells + Mark.Length;
    }

    /// <summary>Writes the line being typed, with the cursor between its parts even if the terminal measures them differently.</summary>
    public static void WriteRow(AnsiWriter writer, string before, string after)
    {
        writer.Write(WrapOff);
        writer.Write(before);
        writer.SaveCursor(false);
        writer.Write(after);
        writer.RestoreCursor(false);
        writer.Write(WrapOn);
    }

    private static Style NameStyle(string user) => new(NameColor.Of(user), decoration: Decoration.Bold);
}
