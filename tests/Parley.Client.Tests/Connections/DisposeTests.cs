using Parley.Client.Tests.Fakes;
using Parley.Protocol.V1;
using Parley.Testing;

namespace Parley.Client.Tests.Connections;

public sealed class DisposeTests
{
    [Fact]
    public async Task Dispose_WithUnansweredPosts_WaitsThenHalfCloses()
    {
        await using var server = await FakeServer.StartAsync();
        var held = new TaskCompletionSource<Post>();
        server.Script = (_, frame) => frame.FrameCase == ClientFrame.FrameOneofCase.Post && held.TrySetResult(frame.Post);
        var parley = await server.ConnectAsync();
        var room = await parley.JoinAsync("lobby");
        var session = await server.SessionAsync();
        var said = room.SayAsync("last words");
        var post = await held.Task.Within("the post");

        var disposing = parley.DisposeAsync().AsTask();
        Assert.False(session.HalfClosed.IsCompleted);
        session.Accept(post, server.Rooms.Post("lobby", "ada", "last words", post.CommandId));

        Assert.Equal(1, await said.Within("the answer"));
        await disposing.Within("the end");
        await session.HalfClosed.Within("the half-close");
    }

    [Fact]
    public async Task Dispose_NoAnswerInTime_ThrowsOutcomeUnknown()
    {
        var time = new ManualTime();
        await using var server = await FakeServer.StartAsync();
        server.Welcome.Limits.Posts = 1;
        server.Hold(ClientFrame.FrameOneofCase.Post);
        var parley = await server.ConnectAsync(o => o with { TimeProvider = time });
        var room = await parley.JoinAsync("lobby");
        var session = await server.SessionAsync();
        var sent = room.SayAsync("sent", "id-1");
        var waiting = room.SayAsync("not sent", "id-2");
        await session.NextAsync(ClientFrame.FrameOneofCase.Post);

        var disposing = parley.DisposeAsync().AsTask();
        await time.TimerAsync(due => due == TimeSpan.FromSeconds(5));
        time.Advance(TimeSpan.FromSeconds(5));

        await disposing.Within("the end");
        var unknown = await Assert.ThrowsAsync<OutcomeUnknownException>(() => sent);
        Assert.Equal(("lobby", "id-1"), (unknown.Room, unknown.CommandId));
        Assert.Contains("id-1", unknown.Message, StringComparison.Ordinal);
        var notSent = await Assert.ThrowsAsync<ParleyException>(() => waiting);
        Assert.StartsWith("It was not sent", notSent.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_WithReaders_EndsThemAfterTheLastEvent()
    {
        await using var server = await FakeServer.StartAsync();
        var parley = await server.ConnectAsync();
        var room = await parley.JoinAsync("lobby");
        await using var reader = room.Read();
        await using var presence = room.ReadPresenceAsync().GetAsyncEnumerator();
        await using var signals = room.ReadSignalsAsync().GetAsyncEnumerator();
        var ended = (presence.MoveNextAsync().AsTask(), signals.MoveNextAsync().AsTask());
        await room.SayAsync("hello");

        await parley.DisposeAsync();

        Assert.Equal(["hello"], await reader.NextTextsAsync(1));
        Assert.False(await reader.MoveNextAsync().AsTask().Within("the end"));
        Assert.False(await ended.Item1.Within("the end"));
        Assert.False(await ended.Item2.Within("the end"));
    }

    [Fact]
    public async Task Dispose_Twice_ThenEveryCallThrows()
    {
        await using var server = await FakeServer.StartAsync();
        var parley = await server.ConnectAsync();
        var room = await parley.JoinAsync("lobby");

        await parley.DisposeAsync();
        await parley.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => room.SayAsync("hello"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => parley.JoinAsync("other"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => parley.ListEventsAsync("lobby", HistoryRange.FromEnd));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => room.SignalAsync("typing").AsTask());
    }

    [Fact]
    public async Task Dispose_WhileTheServerIsAway_EndsAtOnce()
    {
        await using var server = await FakeServer.StartAsync();
        var slow = new Backoff { Initial = TimeSpan.FromHours(1), Max = TimeSpan.FromHours(1), Jitter = 0 };
        var parley = await server.ConnectAsync(o => o with { Backoff = slow });
        var lost = parley.WhenAsync(ConnectionState.Reconnecting);
        (await server.SessionAsync()).Cut();
        await lost;

        await parley.DisposeAsync().AsTask().Within("the end");
    }

    [Fact]
    public async Task Dispose_WhileARoomIsNotRead_EndsAtOnce()
    {
        await using var server = await FakeServer.StartAsync();
        var parley = await server.ConnectAsync(o => o with { RoomBufferBytes = 64 * 1024 });
        await parley.JoinAsync("lobby");
        for (var i = 0; i < 2_000; i++)
        {
            server.Rooms.Post("lobby", "ben", new string('x', 100));
        }

        await parley.DisposeAsync().AsTask().Within("the end");
    }

    [Fact]
    public async Task Dispose_OverTheCallersChannel_LeavesTheChannelOpen()
    {
        await using var server = await FakeServer.StartAsync();
        using var channel = Grpc.Net.Client.GrpcChannel.ForAddress(server.Address);
        await (await ParleyClient.ConnectAsync(channel, FakeServer.Options())).DisposeAsync();

        await using var second = await ParleyClient.ConnectAsync(channel, FakeServer.Options()).Within("a welcome");

        Assert.Equal(ConnectionState.Connected, second.State);
    }
}
