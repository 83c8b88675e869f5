using Parley.Client;
using Parley.Command.Clients;
using Parley.Command.Execution;
using Parley.Command.Formatting;
using Parley.Command.Output;

namespace Parley.Command.Rooms;

/// <summary><c>parley tail</c>: prints the messages of a room as they arrive.</summary>
internal static class TailCommand
{
    public static System.CommandLine.Command Create()
    {
        var command = new System.CommandLine.Command(
            "tail",
            "Print the messages of a room with their sequences until Ctrl+C. Reconnects if the server restarts, and misses nothing.")
        {
            ClientOptions.Room,
            HistoryOptions.Last,
            TailStart.After,
            HistoryOptions.Json,
            ClientOptions.DefaultUser,
            ClientOptions.Server,
        };
        command.SetAction((parsed, _) =>
        {
            var start = new TailStart();
            return RoomClient.RunAsync(
                () =>
                {
                    start = TailStart.Read(parsed);
                    return ClientOptions.ReadWithDefaultUser(parsed);
                },
                (client, options, cancellationToken) =>
                    RunAsync(client, options, start, parsed.GetValue(HistoryOptions.Json), cancellationToken));
        });
        return command;
    }

    private static async Task RunAsync(
        ParleyClient client, ConnectionOptions options, TailStart start, bool isJson, CancellationToken cancellationToken)
    {
        ConnectionNotices.Follow(client);
        var from = await start.ResolveAsync(client, options.Room, cancellationToken);
        var room = await client.JoinAsync(options.Room, from, cancellationToken);
        var zone = TimeProvider.System.LocalTimeZone;
        await LineOutput.Open().PrintAsync(
            room.ReadAllAsync(cancellationToken), item => Format(item, isJson, zone), cancellationToken);
    }

    private static string? Format(RoomItem item, bool isJson, TimeZoneInfo zone)
    {
        switch (item)
        {
            case RoomEvent @event:
                return isJson ? JsonLine.Of(EventLine.Of(@event)) : PlainLine.Of(EventLine.Of(@event), zone);
            case NotResumed replaced:
                ErrorOutput.WriteLine(
                    $"{replaced.Room} no longer has what follows '{replaced.Lost}': its log was replaced, or old messages were removed. " +
                    $"Continuing with the messages after '{replaced.Now}'.");
                return isJson ? JsonLine.Of(replaced) : null;
            default:
                return null;
        }
    }
}
