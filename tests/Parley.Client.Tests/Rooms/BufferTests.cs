using Parley.Client.Tests.Fakes;
using Parley.Testing;

namespace Parley.Client.Tests.Rooms;

public sealed class BufferTests
{
    private static readonly string Text = new('x', 1000);

    [Fact]
    public async Task Unread_Room_HoldsUpNoOtherAndLosesNothing()
    {
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync(Small);
        var unread = await parley.JoinAsync("unread");
        var read = await parley.JoinAsync("read");
        await using var reader = read.Read();

        Fill(server, "unread", 1_000);
        server.Rooms.Post("read", "ben", "a");
        Assert.Equal(["a"], await reader.NextTextsAsync(1));
        Assert.Equal(1_001, await unread.SayAsync("mine").Within("an answer"));

        await using var late = unread.Read();
        await AssertCompleteAsync(late, 1, 1_001);
        server.Rooms.Post("unread", "ben", "live again");
        Assert.Equal(["live again"], await late.NextTextsAsync(1));
    }

    [Fact]
    public async Task Unread_OnlyRoom_IsWaitedForAndNotParked()
    {
        var time = new ManualTime();
        await using var server = await FakeServer.StartAsync();
        var timeout = TimeSpan.FromMilliseconds(77);
        await using var parley = await server.ConnectAsync(o => Small(o) with { TimeProvider = time, RoomBufferTimeout = timeout });
        var room = await parley.JoinAsync("lobby");
        server.OnUnary = () => throw new InvalidOperationException("Nothing may be read twice.");
        Fill(server, "lobby", 1_000);
        for (var i = 0; i < 5; i++)
        {
            time.Advance(await time.TimerAsync(due => due == timeout));
        }

        await using var reader = room.Read();
        await AssertCompleteAsync(reader, 1, 1_000);
    }

    [Fact]
    public async Task Unread_OnlyRoomWithAPendingPost_IsParked()
    {
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync(Small);
        var room = await parley.JoinAsync("lobby");
        Fill(server, "lobby", 1_000);

        Assert.Equal(1_001, await room.SayAsync("hello").Within("an answer"));

        await using var reader = room.Read();
        await AssertCompleteAsync(reader, 1, 1_001);
    }

    [Fact]
    public async Task Parked_ThenCut_IsReadToTheEnd()
    {
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync(Small);
        var unread = await ParkAsync(server, parley);

        (await server.SessionAsync()).Cut();
        await server.SessionAsync();
        server.Rooms.Post("unread", "ben", "after the cut");

        await using var reader = unread.Read();
        await AssertCompleteAsync(reader, 1, 1_002);
    }

    [Fact]
    public async Task Parked_ThenLogLost_ReturnsNotResumed()
    {
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync(Small);
        var unread = await ParkAsync(server, parley);
        server.OnOpen = () => server.Rooms.Lose("e2");
        var back = parley.WhenAsync(ConnectionState.Connected);
        (await server.SessionAsync()).Cut();
        await back;
        await unread.SayAsync("in the new log").Within("an answer");

        await using var reader = unread.Read();
        RoomItem item;
        var last = 0L;
        while ((item = await reader.NextAsync()) is RoomEvent found)
        {
            Assert.Equal(++last, found.Sequence);
        }

        Assert.Equal((new Position("e1", last), new Position("e2", 0)), (Assert.IsType<NotResumed>(item).Lost, ((NotResumed)item).Now));
        Assert.InRange(last, 1, 999);
        Assert.Equal(["in the new log"], await reader.NextTextsAsync(1));
    }

    [Fact]
    public async Task Parked_ThenLeft_IsReadToTheLeave()
    {
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync(Small);
        var unread = await ParkAsync(server, parley);
        await unread.LeaveAsync().Within("the leave");

        await using var reader = unread.Read();

        await AssertCompleteAsync(reader, 1, 1_001);
        Assert.False(await reader.MoveNextAsync().AsTask().Within("the end"));
    }

    [Fact]
    public async Task Parked_WhileTheLogIsUnavailable_WaitsForIt()
    {
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync(o => Small(o) with { RetryFor = TimeSpan.Zero });
        var unread = await ParkAsync(server, parley);
        var refusals = 5;
        server.OnUnary = () =>
        {
            if (refusals-- > 0)
            {
                throw new Grpc.Core.RpcException(new(Grpc.Core.StatusCode.Unavailable, "not now"));
            }
        };

        await using var reader = unread.Read();

        await AssertCompleteAsync(reader, 1, 1_001);
    }

    internal static ParleyClientOptions Small(ParleyClientOptions options) => options with { RoomBufferBytes = 64 * 1024 };

    /// <summary>Returns a room with 1,001 events, none of them read and only some of them kept.</summary>
    private static async Task<ParleyRoom> ParkAsync(FakeServer server, ParleyClient parley)
    {
        var room = await parley.JoinAsync("unread");
        await parley.JoinAsync("other");
        Fill(server, "unread", 1_000);
        await room.SayAsync("parked by now").Within("an answer");
        return room;
    }

    internal static void Fill(FakeServer server, string room, int count)
    {
        for (var i = 0; i < count; i++)
        {
            server.Rooms.Post(room, "ben", Text);
        }
    }

    private static async Task AssertCompleteAsync(IAsyncEnumerator<RoomItem> reader, long first, long last)
    {
        for (var sequence = first; sequence <= last; sequence++)
        {
            Assert.Equal(sequence, Assert.IsType<MessageEvent>(await reader.NextAsync()).Sequence);
        }
    }
}
