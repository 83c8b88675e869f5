using System.CommandLine;
using Parley.Client;
using Parley.Command.Clients;
using Parley.Command.Execution;
using Parley.Command.Formatting;
using Parley.Command.Output;
using Parley.Server.Offline;

namespace Parley.Command.Rooms;

/// <summary><c>parley history</c>: prints past messages of a room, from a server or from a log.</summary>
internal static class HistoryCommand
{
    private const long DefaultCount = 100;
    private const string Unfinished = "everything was printed";

    private static readonly Option<string> After = new("--after")
    {
        Description = "Print the messages after this sequence instead of the last ones.",
        HelpName = "SEQ",
    };

    public static System.CommandLine.Command Create()
    {
        var command = new System.CommandLine.Command(
            "history", $"Print the last messages of a room with their sequences; {DefaultCount} unless --last or --after is given.")
        {
            ClientOptions.Room,
            HistoryOptions.Last,
            After,
            HistoryOptions.Json,
            ClientOptions.Server,
            HistoryOptions.Data,
        };
        command.SetAction((parsed, _) => parsed.GetValue(HistoryOptions.Data) is null
            ? RoomClient.RunAsync(
                () => ReadOptions(parsed),
                (client, options, cancellationToken) => PrintFromServerAsync(parsed, client, options.Room, cancellationToken),
                Unfinished)
            : CommandBody.RunAsync(cancellationToken => PrintFromLogAsync(parsed, cancellationToken), Unfinished));
        return command;
    }

    private static ConnectionOptions ReadOptions(ParseResult parsed)
    {
        // Invalid values are reported before the command connects.
        _ = (ReadAfter(parsed), HistoryOptions.ReadLast(parsed, DefaultCount));
        return ClientOptions.ReadWithRoom(parsed);
    }

    private static long? ReadAfter(ParseResult parsed) => HistoryOptions.ReadInsteadOfLast(parsed, After) is not { } after
        ? null
        : HistoryOptions.ReadCount(after)
            ?? throw CommandException.Usage($"'{after}' is not a sequence. Write {After.Name} SEQ, a whole number.");

    private static Task PrintFromServerAsync(ParseResult parsed, ParleyClient client, string room, CancellationToken cancellationToken)
    {
        var events = ReadAfter(parsed) is { } after
            ? client.ReadAfterAsync(room, after, cancellationToken)
            : client.ReadLastAsync(room, HistoryOptions.ReadLast(parsed, DefaultCount), cancellationToken);
        return PrintAsync(parsed, room, events.Select(EventLine.Of), cancellationToken);
    }

    private static async Task PrintFromLogAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var directory = HistoryOptions.ReadData(parsed)!;
        var after = ReadAfter(parsed);
        var room = ClientOptions.ReadRoom(parsed);
        var last = HistoryOptions.ReadLast(parsed, DefaultCount);
        using var log = OfflineLog.Open(directory);
        var epoch = log.ReadEpoch(room);
        var messages = after is { } sequence ? log.ReadAfter(room, sequence) : log.ReadLast(room, last);
        var lines = messages.TakeWhile(_ => !cancellationToken.IsCancellationRequested)
            .Select(message => EventLine.Of(room, epoch, message));
        await PrintAsync(parsed, room, lines.ToAsyncEnumerable(), cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static async Task PrintAsync(
        ParseResult parsed, string room, IAsyncEnumerable<EventLine> lines, CancellationToken cancellationToken)
    {
        var zone = TimeProvider.System.LocalTimeZone;
        Func<EventLine, string?> format = parsed.GetValue(HistoryOptions.Json) ? JsonLine.Of : line => PlainLine.Of(line, zone);
        var isEmpty = true;
        await LineOutput.Open().PrintAsync(
            lines,
            line =>
            {
                isEmpty = false;
                return format(line);
            },
            cancellationToken);
        if (isEmpty && HistoryOptions.ReadLast(parsed, DefaultCount) > 0)
        {
            ErrorOutput.WriteLine(ReadAfter(parsed) is { } after
                ? $"room '{room}' has no messages after {after}."
                : $"room '{room}' has no messages.");
        }
    }
}
