using Grpc.Net.Client;
using Parley.Protocol.V1;

namespace Parley.Interop.Tests.Sessions;

/// <summary>A room's log, read from the server without a session.</summary>
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
    /// Fails unless a client that was in the room from the beginning has exactly the log, and each of its posts is there once, in
    /// order, at the sequence that the client was given.
    /// </summary>
    public static void AssertSaw(SessionClient client, string user, IEnumerable<string> texts, List<SessionEvent> log)
    {
        Assert.Equal(log, client.Events);
        var own = log.Where(@event => @event.User == user).ToList();
        Assert.Equal(texts, own.Select(@event => @event.Text));
        Assert.Equal(own.ToDictionary(@event => @event.CommandId, @event => @event.Sequence), client.Accepted);
        Assert.Empty(client.Refused);
        Assert.Equal(0, client.Resets);
    }
}
