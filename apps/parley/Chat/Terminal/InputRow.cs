using Parley.Protocol;

namespace Parley.Command.Chat.Terminal;

/// <summary>Fits the line being typed into one row. The part around the cursor is visible, and scrolls no more than necessary.</summary>
internal sealed class InputRow
{
    private int _first;

    /// <summary>The visible text before and after the cursor.</summary>
    /// <param name="text">The whole line.</param>
    /// <param name="cursor">The cursor as an index into the line, between two graphemes.</param>
    /// <param name="cells">The width of the row in cells.</param>
    public (string Before, string After) Fit(string text, int cursor, int cells)
    {
        // Cleaning may make the text shorter. The cursor is between two graphemes, so both parts can be cleaned on their own.
        var start = SafeText.Clean(text[..cursor]);
        text = start + SafeText.Clean(text[cursor..]);
        cursor = start.Length;
        if (Cells.Width(text) <= cells)
        {
            _first = 0;
            return (text[..cursor], text[cursor..]);
        }

        if (cursor <= _first)
        {
            _first = FindStart(text, cursor, cells / 2);
        }
        else if (Cells.Width(text[_first..cursor]) > cells)
        {
            _first = FindStart(text, cursor, cells * 3 / 4);
        }

        var before = text[_first..cursor];
        return (before, text[cursor..FindEnd(text, cursor, cells - Cells.Width(before))]);
    }

    /// <summary>The lowest index from which the text up to <paramref name="end"/> fits into the cells.</summary>
    private static int FindStart(string text, int end, int cells)
    {
        var rest = Cells.Width(text[..end]);
        var index = 0;
        while (index < end && rest > cells)
        {
            var next = Cells.Next(text, index);
            rest -= Cells.Width(text[index..next]);
            index = next;
        }

        return Math.Min(index, end);
    }

    /// <summary>The highest index up to which the text from <paramref name="index"/> fits into the cells.</summary>
    private static int FindEnd(string text, int index, int cells)
    {
        while (index < text.Length)
        {
            var next = Cells.Next(text, index);
            cells -= Cells.Width(text[index..next]);
            if (cells < 0)
            {
                break;
            }

            index = next;
        }

        return index;
    }
}
