using System.Globalization;
using Spectre.Console;

namespace Parley.Command.Chat.Terminal;

/// <summary>Measures text as a terminal does. A grapheme is what the user sees as one character; it is 0 to 2 cells wide.</summary>
internal static class Cells
{
    public static int Width(string text) => text.GetCellWidth();

    /// <summary>The end of the grapheme that begins at <paramref name="index"/>.</summary>
    public static int Next(string text, int index) =>
        index >= text.Length ? text.Length : index + StringInfo.GetNextTextElementLength(text, index);

    /// <summary>The start of the grapheme that ends at <paramref name="index"/>.</summary>
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
