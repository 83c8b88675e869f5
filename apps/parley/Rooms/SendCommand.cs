using System.CommandLine;

namespace Parley.Command.Chat;

/// <summary><c>parley send</c>: says something and ends once the room has accepted it.</summary>
internal static class SendCommand
{
    private const string StandardInput = "-";

    private static readonly Argument<string> Text = new("text")
    {
        Description = "What to say; - sends every line of the standard input.",
    };

    public static System.CommandLine.Command Create()
    {
        var command = new System.CommandLine.Command("send", "Send a message and wait until the room has accepted it.")
        {
            Text,
            ClientOptions.User,
            ClientOptions.Room,
            ClientOptions.Server,
        };
        command.SetAction((parsed, _) => ClientCommand.RunAsync(() => Read(parsed), (connection, options, leave) =>
            new Sender(connection, options.User, TimeProvider.System).RunAsync(Texts(parsed, leave.Asked), leave.Asked)));
        return command;
    }

    private static ConnectionOptions Read(ParseResult parsed) => parsed.GetValue(Text) is { Length: > 0 }
        ? ClientOptions.ReadSender(parsed)
        : throw new CommandException("There is nothing to send: the text is empty.", CommandRunner.Usage);

    private static IAsyncEnumerable<string> Texts(ParseResult parsed, CancellationToken leave) =>
        parsed.GetValue(Text) is { } text and not StandardInput ? AsyncEnumerable.Repeat(text, 1) : PlainInput.ReadLinesAsync(leave);
}
