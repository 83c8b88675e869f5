using System.CommandLine;
using Parley.Client;
using Parley.Command.Clients;
using Parley.Command.Execution;
using Parley.Command.Formatting;
using Parley.Command.Output;
using Parley.Server.Offline;

namespace Parley.Command.Rooms;

/// <summary><c>parley rooms</c>: lists the rooms that have messages, from a server or from a log.</summary>
internal static class RoomsCommand
{
    private const string Unfinished = "everything was printed";

    public static System.CommandLine.Command Create()
    {
        var command = new System.CommandLine.Command(
            "rooms", "List the rooms that have events, ordered by name: the name, a tab, and the sequence of the last event.")
        {
            HistoryOptions.Json,
            ClientOptions.Server,
            HistoryOptions.Data,
        };
        command.SetAction((parsed, _) => parsed.GetValue(HistoryOptions.Data) is null
            ? RoomClient.RunAsync(
                () => ClientOptions.ReadServer(parsed),
                (client, _, cancellationToken) => PrintAsync(parsed, client.ListRoomsAsync(cancellationToken), cancellationToken),
                Unfinished)
            : CommandBody.RunAsync(cancellationToken => PrintFromLogAsync(parsed, cancellationToken), Unfinished));
        return command;
    }

    private static async Task PrintFromLogAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var log = OfflineLog.Open(HistoryOptions.ReadData(parsed)!);
        var rooms = log.ListRooms().TakeWhile(_ => !cancellationToken.IsCancellationRequested)
            .Select(room => new RoomInfo(room.Name, room.Head, room.Kind));
        await PrintAsync(parsed, rooms.ToAsyncEnumerable(), cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static Task PrintAsync(ParseResult parsed, IAsyncEnumerable<RoomInfo> rooms, CancellationToken cancellationToken) =>
        LineOutput.Open().PrintAsync(rooms, parsed.GetValue(HistoryOptions.Json) ? JsonLine.Of : PlainLine.Of, cancellationToken);
}
