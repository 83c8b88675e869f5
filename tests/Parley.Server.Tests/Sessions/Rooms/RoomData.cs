using Grpc.Core;
using Parley.Protocol.V1;
using Parley.Testing;

namespace Parley.Server.Tests.Sessions.Rooms;

/// <summary>Fills rooms before a test, and lists who is in one.</summary>
internal static class RoomData
{
    /// <summary>Fills a room with events from a session that leaves afterwards, so that only the log has them.</summary>
    /// <returns>The epoch.</returns>
    public static async Task<string> FillAsync(ServerProcess server, string room, int count)
    {
        using var session = await SessionTester.GreetAsync(server.ConnectRooms(), "filler");
        var joined = await session.JoinAsync(room);
        var reading = Task.Run(() => session.EventsAsync(room, count));
        for (var i = 0; i < count; i++)
        {
            await session.PostAsync(room, $"fill-{i}", $"{i}");
        }

        await reading;
        await session.CompleteAsync();
        Assert.Equal(StatusCode.OK, (await session.EndAsync()).StatusCode);
        return joined.Epoch;
    }

    /// <summary>Lists the members of a room, which must all fit into one page.</summary>
    public static async Task<IEnumerable<string>> ListMembersAsync(ServerProcess server, string room)
    {
        var page = await server.ConnectRooms().ListMembersAsync(new ListMembersRequest { Room = room });
        Assert.Equal(page.Members.Count, page.MemberCount);
        return page.Members.Select(member => member.User);
    }
}
