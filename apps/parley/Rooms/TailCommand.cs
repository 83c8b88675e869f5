using Parley.Client;
using Parley.Command.Clients;
using Parley.Command.Output;

namespace Parley.Command.Rooms;

/// <summary><c>parley tail</c>: prints what everybody says and says nothing itself.</summary>
internal static class TailCommand
{
    public static System.CommandLine.Command Create()
    {
        var command = new System.CommandLine.Command(
            "tail", "Print a room's messages, each with its sequence, until Ctrl+C. A server that restarts meanwhile is waited for, and nothing is missed.")
        {
            ClientOptions.Room,
            ClientOptions.Last,
            TailStart.After,
            ClientOptions.Json,
            ClientOptions.User,
            ClientOptions.Server,
        };
        command.SetAction((parsed, _) =>
        {
            var start = new TailStart();
            return RoomCommand.RunAsync(
                () =>
                {
                    start = TailStart.Read(parsed);
                    return ClientOptions.ReadListener(parsed);
                },
                (client, options, leave) => RunAsync(client, options, start, parsed.GetValue(ClientOptions.Json), leave));
        });
        return command;
    }

    private static async Task RunAsync(ParleyClient client, ConnectionOptions options, TailStart start, bool isJson, CancellationToken leave)
    {
        ConnectionNotices.Follow(client);
        var room = await client.JoinAsync(options.Room, await start.ResolveAsync(client, options.Room, leave), leave);
        var zone = TimeProvider.System.LocalTimeZone;
        await LineOutput.Open().PrintAsync(room.ReadAllAsync(leave), item => Format(item, isJson, zone), leave);
    }

    private static string? Format(RoomItem item, bool isJson, TimeZoneInfo zone)
    {
        switch (item)
        {
            case RoomEvent @event:
                return isJson ? JsonLine.Of(EventLine.Of(@event)) : PlainLine.Of(EventLine.Of(@event), zone);
            case NotResumed lost:
                Console.Error.WriteLine(
                    $"parley: the log of {lost.Room} was replaced: it does not have '{SafeText.Clean(lost.Lost.ToString())}'. What follows is what is new after '{lost.Now}'.");
                return isJson ? JsonLine.Of(lost) : null;
            default:
                return null;
        }
    }
}
