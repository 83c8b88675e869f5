using Grpc.Net.Client;
using Parley.Protocol.V1;

namespace Parley.Interop.Tests.Sessions;

/// <summary>What a room has, read from the server without a session.</summary>
internal static class RoomLog
{
    /// <summary>All events of the room.</summary>
    public static async Task<List<SessionEvent>> ReadAsync(string server, string room)
    {
        using var channel = GrpcChannel.ForAddress(server);
        var client = new RoomService.RoomServiceClient(channel);
        var events = new List<SessionEvent>();
        while (true)
        {
            var page = await client.ListEventsAsync(new ListEventsRequest { Room = room, After = events.Count, PageSize = 1_000 });
            events.AddRange(page.Events.Select(@event => new SessionEvent(
                @event.Room, @event.Sequence, @event.User, @event.TimeMs, @event.CommandId, @event.Content.Message.Text)));
            if (events.Count == page.HeadSequence)
            {
                Assert.Equal(Enumerable.Range(1, events.Count).Select(i => (long)i), events.Select(@event => @event.Sequence));
                return events;
            }
        }
    }

    /// <summary>
    /// Fails unless a client that was in the room from its beginning has the log as it is, and everything it said is there once,
    /// in order, where its acknowledgement says.
    /// </summary>
    public static void AssertSaw(SessionClient client, string user, IEnumerable<string> said, List<SessionEvent> log)
    {
        Assert.Equal(log, client.Events);
        var own = log.Where(@event => @event.User == user).ToList();
        Assert.Equal(said, own.Select(@event => @event.Text));
        Assert.Equal(own.ToDictionary(@event => @event.CommandId, @event => @event.Sequence), client.Accepted);
        Assert.Empty(client.Refused);
        Assert.Equal(0, client.Resets);
    }
}
