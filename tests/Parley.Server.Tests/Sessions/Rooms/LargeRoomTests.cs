using Grpc.Net.Client;
using Parley.Protocol.V1;
using Parley.Testing;

namespace Parley.Server.Tests.Sessions.Rooms;

public sealed class LargeRoomTests
{
    private const int Members = 10_000;
    private const int MembersPerConnection = 500;
    private const int Announced = 256;
    private const string Room = "large";

    [Fact]
    public async Task Room_Of10000Members_IsNotFloodedWithPresence()
    {
        await using var server = await ServerProcess.StartAsync(data: ":memory:");
        var connections = Enumerable.Range(0, Members / MembersPerConnection)
            .Select(_ => GrpcChannel.ForAddress(server.GrpcAddress)).ToList();
        var sessions = new List<SessionTester>();
        foreach (var some in Enumerable.Range(0, Members).Chunk(100))
        {
            sessions.AddRange(await Task.WhenAll(some.Select(i => SessionTester.JoinAsync(
                new RoomService.RoomServiceClient(connections[i / MembersPerConnection]), $"user-{i:D5}", Room))));
        }

        await sessions[^1].SayAsync(Room, "c", "hello");
        await Task.WhenAll(sessions.Select(session => session.EventsAsync(Room, 1))).Within("everybody to receive the message");

        Assert.All(sessions, session => Assert.Equal(1, session.Frames.Count(frame => frame.Event is not null)));
        Assert.All(sessions, session => Assert.InRange(session.Frames.Count(frame => frame.Presence is not null), 0, Announced - 1));
        Assert.All(sessions.Skip(Announced + 100), session => Assert.DoesNotContain(session.Frames, frame => frame.Presence is not null));
        Assert.All(sessions, session => Assert.InRange(session.Frames[1].Joined.Members.Count, 1, Announced));
        Assert.Equal(Members, sessions.Max(session => session.Frames[1].Joined.MemberCount));
        Assert.Equal(Enumerable.Range(0, Members).Select(i => $"user-{i:D5}"), await ListAsync(server));
        sessions.ForEach(session => session.Dispose());
        connections.ForEach(connection => connection.Dispose());
        Assert.Empty(server.Process.Failures);
    }

    private static async Task<List<string>> ListAsync(ServerProcess server)
    {
        var client = server.ConnectRooms();
        var listed = new List<string>();
        while (listed.Count < Members)
        {
            var page = await client.ListMembersAsync(
                new ListMembersRequest { Room = Room, After = listed.LastOrDefault() ?? "", PageSize = 1_000 });
            Assert.Equal((Members, 1_000), (page.MemberCount, page.Members.Count));
            listed.AddRange(page.Members.Select(member => member.User));
        }

        return listed;
    }
}
