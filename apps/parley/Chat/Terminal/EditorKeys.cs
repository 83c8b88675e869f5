namespace Parley.Command.Chat.Terminal;

/// <summary>Applies keys to the line being typed, as shells do.</summary>
internal static class EditorKeys
{
    /// <summary>Applies a key. A key that has no function is ignored.</summary>
    public static void Apply(ConsoleKeyInfo key, LineEditor line, LineHistory history)
    {
        switch (key.Modifiers & (ConsoleModifiers.Control | ConsoleModifiers.Alt))
        {
            case ConsoleModifiers.None:
                ApplyPlain(key, line, history);
                break;
            case ConsoleModifiers.Control:
                ApplyControl(key.Key, line, history);
                break;
            case ConsoleModifiers.Alt:
                ApplyAlt(key.Key, line);
                break;
            default:
                // Windows reports AltGr as Control and Alt together.
                Insert(key.KeyChar, line);
                break;
        }
    }

    private static void ApplyPlain(ConsoleKeyInfo key, LineEditor line, LineHistory history)
    {
        Action edit = key.Key switch
        {
            ConsoleKey.LeftArrow => line.Left,
            ConsoleKey.RightArrow => line.Right,
            ConsoleKey.Home => line.Home,
            ConsoleKey.End => line.End,
            ConsoleKey.Backspace => line.Backspace,
            ConsoleKey.Delete => line.Delete,
            ConsoleKey.UpArrow => () => line.Replace(history.Older(line.Text)),
            ConsoleKey.DownArrow => () => line.Replace(history.Newer(line.Text)),
            ConsoleKey.Tab => () => line.Insert(" "),
            _ => () => Insert(key.KeyChar, line),
        };
        edit();
    }

    private static void ApplyControl(ConsoleKey key, LineEditor line, LineHistory history)
    {
        Action edit = key switch
        {
            ConsoleKey.LeftArrow => line.WordLeft,
            ConsoleKey.RightArrow => line.WordRight,
            ConsoleKey.Delete => line.DeleteWordRight,
            ConsoleKey.Backspace or ConsoleKey.H => line.Backspace,
            ConsoleKey.A => line.Home,
            ConsoleKey.B => line.Left,
            ConsoleKey.D => line.Delete,
            ConsoleKey.E => line.End,
            ConsoleKey.F => line.Right,
            ConsoleKey.K => line.DeleteToEnd,
            ConsoleKey.N => () => line.Replace(history.Newer(line.Text)),
            ConsoleKey.P => () => line.Replace(history.Older(line.Text)),
            ConsoleKey.U => line.DeleteToStart,
            ConsoleKey.W => line.DeleteWordLeft,
            _ => Nothing,
        };
        edit();
    }

    private static void ApplyAlt(ConsoleKey key, LineEditor line)
    {
        Action edit = key switch
        {
            ConsoleKey.LeftArrow or ConsoleKey.B => line.WordLeft,
            ConsoleKey.RightArrow or ConsoleKey.F => line.WordRight,
            ConsoleKey.Backspace => line.DeleteWordLeft,
            ConsoleKey.Delete or ConsoleKey.D => line.DeleteWordRight,
            _ => Nothing,
        };
        edit();
    }

    private static void Nothing()
    {
    }

    private static void Insert(char character, LineEditor line)
    {
        if (!char.IsControl(character))
        {
            line.Insert(character.ToString());
        }
    }
}
