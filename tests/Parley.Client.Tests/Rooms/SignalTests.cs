using Parley.Client.Rooms;
using Parley.Client.Tests.Fakes;
using Parley.Protocol.V1;
using Parley.Testing;

namespace Parley.Client.Tests.Rooms;

public sealed class SignalTests
{
    [Fact]
    public async Task Signal_Sent_ReachesTheRoomWithItsUser()
    {
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync();
        var room = await parley.JoinAsync("lobby");
        await using var signals = room.ReadSignalsAsync().GetAsyncEnumerator();
        var next = signals.NextAsync();

        await room.SignalAsync("cursor", new byte[] { 1, 2, 3 });

        var signal = await next;
        Assert.Equal(("ada", "cursor"), (signal.User, signal.Key));
        Assert.Equal([1, 2, 3], signal.Content.ToArray());
    }

    [Fact]
    public async Task Signal_WithoutAConnection_IsDropped()
    {
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync();
        var room = await parley.JoinAsync("lobby");
        var hold = new TaskCompletionSource();
        server.OnOpen = hold.Task.Wait;
        var lost = parley.WhenAsync(ConnectionState.Reconnecting);
        (await server.SessionAsync()).Cut();
        await lost;

        await room.SignalAsync("typing");
        var said = room.SayAsync("hello");
        hold.SetResult();
        await said.Within("the answer");

        var session = await server.SessionAsync();
        Assert.Equal(ClientFrame.FrameOneofCase.Hello, (await session.NextAnyAsync()).FrameCase);
        Assert.Equal(ClientFrame.FrameOneofCase.Join, (await session.NextAnyAsync()).FrameCase);
        Assert.Equal(ClientFrame.FrameOneofCase.Post, (await session.NextAnyAsync()).FrameCase);
    }

    [Fact]
    public async Task Signal_OverItsLimits_Throws()
    {
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync();
        var room = await parley.JoinAsync("lobby");

        await room.SignalAsync(new string('k', 64), new byte[1024]);
        await Assert.ThrowsAsync<ParleyException>(() => room.SignalAsync(new string('k', 65)).AsTask());
        await Assert.ThrowsAsync<ParleyException>(() => room.SignalAsync("").AsTask());
        await Assert.ThrowsAsync<ParleyException>(() => room.SignalAsync("k", new byte[1025]).AsTask());
    }

    [Fact]
    public async Task LatestBuffer_LateReader_KeepsTheLatestOfEachKey()
    {
        var buffer = new LatestBuffer<string, int>();
        for (var i = 0; i < 100; i++)
        {
            buffer.Put("a", i);
            buffer.Put("b", -i);
        }

        buffer.Complete();

        Assert.Equal([99, -99], await buffer.ReadAllAsync(default).ToListAsync());
    }

    [Fact]
    public async Task LatestBuffer_AtCapacity_DropsTheOldest()
    {
        var buffer = new LatestBuffer<int, int>();
        for (var i = 0; i <= LatestBuffer<int, int>.Capacity; i++)
        {
            buffer.Put(i, i);
        }

        buffer.Complete();

        Assert.Equal(Enumerable.Range(1, LatestBuffer<int, int>.Capacity), await buffer.ReadAllAsync(default).ToListAsync());
    }
}
