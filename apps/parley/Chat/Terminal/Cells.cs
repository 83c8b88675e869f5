using System.Globalization;
using Spectre.Console;

namespace Parley.Command.Chat.Terminal;

/// <summary>Text in the units of a terminal: a grapheme is what a person takes for one character, and is 0 to 2 cells wide.</summary>
internal static class Cells
{
    public static int Width(string text) => text.GetCellWidth();

    /// <summary>Where the grapheme after <paramref name="index"/> ends.</summary>
    public static int Next(string text, int index) =>
        index >= text.Length ? text.Length : index + StringInfo.GetNextTextElementLength(text, index);

    /// <summary>Where the grapheme before <paramref name="index"/> begins.</summary>
    public static int Previous(string text, int index)
    {
        var start = 0;
        for (var next = 0; next < index; next = Next(text, next))
        {
            start = next;
        }

        return start;
    }
}
