using System.CommandLine;
using System.Text;
using Parley.Client;
using Parley.Command.Clients;
using Parley.Command.Execution;

namespace Parley.Command.Rooms;

/// <summary><c>parley send</c>: sends one message or every line of standard input, and ends once all of it is durable.</summary>
internal static class SendCommand
{
    private const string StandardInputMark = "-";

    /// <summary>Short enough that a line number still fits into the command id.</summary>
    private const int MaxIdBytes = 44;

    private static readonly Argument<string> Text = new("text")
    {
        Description = "The message; - sends every line of standard input.",
    };

    private static readonly Option<string> Id = new("--id")
    {
        Description = "Makes a repeated send safe: with the same id, a message is in the room once. With -, line N gets the id ID-N.",
        HelpName = "ID",
    };

    public static System.CommandLine.Command Create()
    {
        var command = new System.CommandLine.Command(
            "send", "Send a message and wait until it is durable. Reconnects if the server restarts.")
        {
            Text,
            Id,
            ClientOptions.User,
            ClientOptions.Room,
            ClientOptions.Server,
        };
        command.SetAction((parsed, _) => RoomClient.RunAsync(
            () => ReadOptions(parsed),
            (client, options, cancellationToken) =>
                RunAsync(client, options, parsed.GetValue(Text)!, parsed.GetValue(Id), cancellationToken),
            unfinished: "anything was sent"));
        return command;
    }

    private static ConnectionOptions ReadOptions(ParseResult parsed) => (parsed.GetValue(Text), parsed.GetValue(Id)) switch
    {
        (not { Length: > 0 }, _) => throw CommandException.Usage("There is nothing to send: the text is empty."),
        (_, { } id) when id.Length == 0 || Encoding.UTF8.GetByteCount(id) > MaxIdBytes => throw CommandException.Usage(
            $"The value of {Id.Name} is not a valid id: it has {Encoding.UTF8.GetByteCount(id)} bytes, and an id has 1 to {MaxIdBytes}."),
        _ => ClientOptions.ReadWithUser(parsed),
    };

    private static async Task RunAsync(
        ParleyClient client, ConnectionOptions options, string text, string? id, CancellationToken cancellationToken)
    {
        var isInput = text == StandardInputMark;
        using var timer = new ReconnectTimer(client, options.ReconnectTimeout, TimeProvider.System);
        using var sender = new Sender(client, options, id, isInput);
        await sender.RunAsync(
            stop => isInput ? StandardInput.ReadLinesAsync(stop) : AsyncEnumerable.Repeat(text, 1), timer, cancellationToken);
    }
}
