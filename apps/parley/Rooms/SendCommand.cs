using System.CommandLine;
using Parley.Client;
using Parley.Command.Clients;

namespace Parley.Command.Rooms;

/// <summary><c>parley send</c>: says something and ends once it is durable.</summary>
internal static class SendCommand
{
    private const string StandardInputMark = "-";

    private static readonly Argument<string> Text = new("text")
    {
        Description = "What to say; - sends every line of the standard input.",
    };

    public static System.CommandLine.Command Create()
    {
        var command = new System.CommandLine.Command("send", "Send a message and wait until it is durable. A server that restarts meanwhile is waited for.")
        {
            Text,
            ClientOptions.User,
            ClientOptions.Room,
            ClientOptions.Server,
        };
        command.SetAction((parsed, _) => RoomCommand.RunAsync(
            () => Read(parsed),
            (client, options, leave) => RunAsync(client, options, parsed.GetValue(Text)!, leave),
            unfinished: "anything was sent"));
        return command;
    }

    private static ConnectionOptions Read(ParseResult parsed) => parsed.GetValue(Text) is { Length: > 0 }
        ? ClientOptions.ReadSender(parsed)
        : throw ClientOptions.Usage("There is nothing to send: the text is empty.");

    private static async Task RunAsync(ParleyClient client, ConnectionOptions options, string text, CancellationToken leave)
    {
        using var absence = new Absence(client, options.AwayLimit, TimeProvider.System);
        using var sender = new Sender(client, options, isInput: text == StandardInputMark);
        await sender.RunAsync(
            stop => text == StandardInputMark ? StandardInput.ReadLinesAsync(stop) : AsyncEnumerable.Repeat(text, 1), absence, leave);
    }
}
