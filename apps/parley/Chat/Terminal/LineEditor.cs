namespace Parley.Command.Chat.Terminal;

/// <summary>The line being typed. The cursor is always between two graphemes.</summary>
internal sealed class LineEditor
{
    private const int MaxCharacters = 64 * 1024;

    public string Text { get; private set; } = "";

    /// <summary>An index into <see cref="Text"/>, 0 to its length.</summary>
    public int Cursor { get; private set; }

    /// <summary>Inserts text at the cursor, unless the line would become longer than 65,536 characters.</summary>
    public void Insert(string text)
    {
        if (Text.Length + text.Length <= MaxCharacters)
        {
            Text = Text.Insert(Cursor, text);
            Cursor += text.Length;
        }
    }

    /// <summary>Replaces the whole line and moves the cursor to its end.</summary>
    public void Replace(string text) => (Text, Cursor) = (text, text.Length);

    public void Left() => Cursor = Cells.Previous(Text, Cursor);

    public void Right() => Cursor = Cells.Next(Text, Cursor);

    public void Home() => Cursor = 0;

    public void End() => Cursor = Text.Length;

    public void WordLeft() => Cursor = WordBefore();

    public void WordRight() => Cursor = WordAfter();

    public void Backspace() => Remove(Cells.Previous(Text, Cursor), Cursor);

    public void Delete() => Remove(Cursor, Cells.Next(Text, Cursor));

    public void DeleteWordLeft() => Remove(WordBefore(), Cursor);

    public void DeleteWordRight() => Remove(Cursor, WordAfter());

    public void DeleteToStart() => Remove(0, Cursor);

    public void DeleteToEnd() => Remove(Cursor, Text.Length);

    private void Remove(int from, int to) => (Text, Cursor) = (Text.Remove(from, to - from), from);

    private int WordBefore()
    {
        var index = Cursor;
        while (index > 0 && char.IsWhiteSpace(Text[index - 1]))
        {
            index--;
        }

        while (index > 0 && !char.IsWhiteSpace(Text[index - 1]))
        {
            index--;
        }

        return index;
    }

    private int WordAfter()
    {
        var index = Cursor;
        while (index < Text.Length && char.IsWhiteSpace(Text[index]))
        {
            index++;
        }

        while (index < Text.Length && !char.IsWhiteSpace(Text[index]))
        {
            index++;
        }

        return index;
    }
}
