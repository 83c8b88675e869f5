namespace Parley.Command.Chat.Terminal;

/// <summary>What somebody meant with a line.</summary>
/// <param name="Meaning">What to do.</param>
/// <param name="Text">The message, or the unknown command.</param>
internal readonly record struct TypedLine(TypedMeaning Meaning, string Text)
{
    private const char Slash = '/';

    /// <summary>A line that starts with a slash is a command for the client; two slashes say one.</summary>
    public static TypedLine Parse(string line)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return new TypedLine(TypedMeaning.Nothing, "");
        }

        if (line[0] != Slash)
        {
            return new TypedLine(TypedMeaning.Message, line);
        }

        if (line.Length > 1 && line[1] == Slash)
        {
            return new TypedLine(TypedMeaning.Message, line[1..]);
        }

        var command = line.Trim();
        return command switch
        {
            "/quit" => new TypedLine(TypedMeaning.Quit, command),
            "/help" => new TypedLine(TypedMeaning.Help, command),
            _ => new TypedLine(TypedMeaning.Unknown, command.Split(' ')[0]),
        };
    }
}
