namespace Parley.Command.Chat.Terminal;

/// <summary>A line that the user has entered.</summary>
/// <param name="Action">What to do with it.</param>
/// <param name="Text">The message, or the name of the command.</param>
internal readonly record struct InputLine(InputAction Action, string Text)
{
    private const char Slash = '/';

    /// <summary>Parses a line. A line that begins with a slash is a command; one that begins with two slashes is a message that begins
    /// with one.</summary>
    public static InputLine Parse(string line)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return new InputLine(InputAction.None, "");
        }

        if (line[0] != Slash)
        {
            return new InputLine(InputAction.Send, line);
        }

        if (line.Length > 1 && line[1] == Slash)
        {
            return new InputLine(InputAction.Send, line[1..]);
        }

        var command = line.Trim();
        return command switch
        {
            "/quit" => new InputLine(InputAction.Quit, command),
            "/help" => new InputLine(InputAction.Help, command),
            _ => new InputLine(InputAction.UnknownCommand, command.Split(' ')[0]),
        };
    }
}
