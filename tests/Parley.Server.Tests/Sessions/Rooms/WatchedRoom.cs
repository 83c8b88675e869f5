using Grpc.Net.Client;
using Parley.Protocol.V1;
using Parley.Testing;

namespace Parley.Server.Tests.Sessions.Rooms;

/// <summary>A room whose members all watch who is there, and read only when they are asked.</summary>
internal sealed class WatchedRoom(ServerProcess server, string room, int maxAnnounced) : IAsyncDisposable
{
    private const int SessionsPerConnection = 90;

    // More than a stream holds between a server and a client that does not read.
    private const int StallingTexts = 12;

    private readonly List<(string User, SessionTester Session, MemberSet Known)> _members = [];
    private readonly List<GrpcChannel> _connections = [];
    private int _entered;

    /// <summary>Users enter, at the same time, each with a session of its own.</summary>
    public async Task EnterAsync(IEnumerable<int> users)
    {
        var clients = users.Select(user => (User: $"user-{user:D4}", Client: Client())).ToList();
        _members.AddRange(await Task.WhenAll(clients.Select(async user =>
            (user.User, await SessionTester.JoinAsync(user.Client, user.User, room), new MemberSet(room)))).Within("everybody to enter"));
    }

    /// <summary>The first sessions leave the room, at the same time.</summary>
    public async Task LeaveAsync(int count) => await Task.WhenAll(Take(count).Select(async session =>
    {
        await session.LeaveAsync(room);
        await session.UntilAsync(frame => frame.Left is not null, "Left");
        session.Dispose();
    })).Within("everybody to leave");

    /// <summary>The first sessions break off.</summary>
    public Task BreakAsync(int count)
    {
        Take(count).ForEach(session => session.Dispose());
        return Task.CompletedTask;
    }

    /// <summary>Nothing more can be sent to the members, until they read.</summary>
    public async Task StallAsync()
    {
        var client = Client();
        for (var i = 0; i < StallingTexts; i++)
        {
            var content = new Content { Message = new Message { Text = new string('x', 16_000) } };
            var command = Guid.NewGuid().ToString();
            await client.PostAsync(new PostRequest { Room = room, User = "talker", CommandId = command, Content = content });
        }
    }

    /// <summary>Asserts that every member knows everybody, or that there are too many to know.</summary>
    public async Task AssertKnownToAllAsync()
    {
        var users = _members.Select(member => member.User).Distinct().Order(StringComparer.Ordinal).ToList();
        var expected = users.Count > maxAnnounced ? "too many" : string.Join(' ', users);
        foreach (var (user, session, known) in _members)
        {
            bool IsKnown() => known.ApplyNew(session.Frames) == expected;
            try
            {
                // What is known may be right for a moment, while notices of earlier changes are still on their way. A pong overtakes them.
                do
                {
                    if (!IsKnown())
                    {
                        await session.UntilAsync(_ => IsKnown(), "the members").Within("the members");
                    }

                    await session.PingAsync();
                }
                while (!IsKnown());
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"{user} knows [{known}], not [{expected}].", exception);
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        Take(_members.Count).ForEach(session => session.Dispose());
        _connections.ForEach(connection => connection.Dispose());
        return ValueTask.CompletedTask;
    }

    private RoomService.RoomServiceClient Client()
    {
        if (_entered++ % SessionsPerConnection == 0)
        {
            _connections.Add(GrpcChannel.ForAddress(server.GrpcAddress));
        }

        return new RoomService.RoomServiceClient(_connections[^1]);
    }

    private List<SessionTester> Take(int count)
    {
        var sessions = _members.Take(count).Select(member => member.Session).ToList();
        _members.RemoveRange(0, sessions.Count);
        return sessions;
    }
}
