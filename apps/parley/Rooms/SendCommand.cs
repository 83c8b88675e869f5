using System.CommandLine;
using System.Text;
using Parley.Client;
using Parley.Command.Clients;

namespace Parley.Command.Rooms;

/// <summary><c>parley send</c>: says something and ends once it is durable.</summary>
internal static class SendCommand
{
    private const string StandardInputMark = "-";

    /// <summary>Leaves room for a line's number.</summary>
    private const int LongestId = 44;

    private static readonly Argument<string> Text = new("text")
    {
        Description = "What to say; - sends every line of the standard input.",
    };

    private static readonly Option<string> Id = new("--id")
    {
        Description = "Send again with the same id, at any time, and the message is in the room once. With -, line N has the id ID-N.",
        HelpName = "ID",
    };

    public static System.CommandLine.Command Create()
    {
        var command = new System.CommandLine.Command("send", "Send a message and wait until it is durable. A server that restarts meanwhile is waited for.")
        {
            Text,
            Id,
            ClientOptions.User,
            ClientOptions.Room,
            ClientOptions.Server,
        };
        command.SetAction((parsed, _) => RoomCommand.RunAsync(
            () => Read(parsed),
            (client, options, leave) => RunAsync(client, options, parsed.GetValue(Text)!, parsed.GetValue(Id), leave),
            unfinished: "anything was sent"));
        return command;
    }

    private static ConnectionOptions Read(ParseResult parsed) => (parsed.GetValue(Text), parsed.GetValue(Id)) switch
    {
        (not { Length: > 0 }, _) => throw ClientOptions.Usage("There is nothing to send: the text is empty."),
        (_, { } id) when id.Length == 0 || Encoding.UTF8.GetByteCount(id) > LongestId => throw ClientOptions.Usage(
            $"'{id}' is not an id: it has 1 to {LongestId} bytes."),
        _ => ClientOptions.ReadSender(parsed),
    };

    private static async Task RunAsync(ParleyClient client, ConnectionOptions options, string text, string? id, CancellationToken leave)
    {
        using var absence = new Absence(client, options.AwayLimit, TimeProvider.System);
        using var sender = new Sender(client, options, id, isInput: text == StandardInputMark);
        await sender.RunAsync(
            stop => text == StandardInputMark ? StandardInput.ReadLinesAsync(stop) : AsyncEnumerable.Repeat(text, 1), absence, leave);
    }
}
