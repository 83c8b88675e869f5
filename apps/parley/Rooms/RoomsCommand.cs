using System.CommandLine;
using Parley.Client;
using Parley.Command.Clients;
using Parley.Command.Output;
using Parley.Storage.Sqlite;

namespace Parley.Command.Rooms;

/// <summary><c>parley rooms</c>: prints the rooms in which something was said, from a server or from a log, and ends.</summary>
internal static class RoomsCommand
{
    private const string Unfinished = "everything was printed";

    public static System.CommandLine.Command Create()
    {
        var command = new System.CommandLine.Command(
            "rooms", "Print the rooms in which something was said, by name: each with a tab and the sequence of its last message.")
        {
            ClientOptions.Json,
            ClientOptions.Server,
            ClientOptions.Data,
        };
        command.SetAction((parsed, _) => parsed.GetValue(ClientOptions.Data) is null
            ? RoomCommand.RunAsync(
                () => ClientOptions.ReadServer(parsed), (client, _, leave) => PrintAsync(parsed, client.ListRoomsAsync(leave), leave), Unfinished)
            : ClientCommand.RunAsync(leave => ReadAsync(parsed, leave), Unfinished));
        return command;
    }

    private static async Task ReadAsync(ParseResult parsed, CancellationToken leave)
    {
        using var log = LogReader.Open(ClientOptions.ReadData(parsed)!);
        var rooms = log.ReadRooms().TakeWhile(_ => !leave.IsCancellationRequested).Select(room => new RoomInfo(room.Name, room.Head));
        await PrintAsync(parsed, rooms.ToAsyncEnumerable(), leave);
        leave.ThrowIfCancellationRequested();
    }

    private static Task PrintAsync(ParseResult parsed, IAsyncEnumerable<RoomInfo> rooms, CancellationToken leave) =>
        LineOutput.Open().PrintAsync(rooms, parsed.GetValue(ClientOptions.Json) ? JsonLine.Of : PlainLine.Of, leave);
}
