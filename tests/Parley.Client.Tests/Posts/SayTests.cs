using Parley.Client.Tests.Fakes;
using Parley.Protocol;
using Parley.Protocol.V1;
using Parley.Testing;

namespace Parley.Client.Tests.Posts;

public sealed class SayTests
{
    [Fact]
    public async Task Say_ManyCalls_ReachTheRoomInOrder()
    {
        await using var server = await FakeServer.StartAsync();
        server.Welcome.Limits.Posts = 8;
        await using var parley = await server.ConnectAsync();
        var room = await parley.JoinAsync("lobby");

        var answers = await Task.WhenAll(Enumerable.Range(1, 1_000).Select(i => room.SayAsync($"{i}"))).Within("the answers");

        Assert.Equal(Enumerable.Range(1, 1_000).Select(i => (long)i), answers);
        Assert.Equal(Enumerable.Range(1, 1_000).Select(i => $"{i}"), server.Rooms.Log("lobby").Select(item => item.Content.Message.Text));
    }

    [Fact]
    public async Task Say_BeyondTheServersLimit_Waits()
    {
        await using var server = await FakeServer.StartAsync();
        server.Welcome.Limits.Posts = 3;
        server.Hold(ClientFrame.FrameOneofCase.Post);
        await using var parley = await server.ConnectAsync(o => o with { CloseTimeout = TimeSpan.Zero });
        var room = await parley.JoinAsync("lobby");
        var session = await server.SessionAsync();
        var said = Enumerable.Range(1, 4).Select(i => room.SayAsync($"{i}", $"id-{i}")).ToList();
        var posts = new List<Post>();
        while (posts.Count < 3)
        {
            posts.Add((await session.NextAsync(ClientFrame.FrameOneofCase.Post)).Post);
        }

        // The signal is the next frame, so the fourth post was not sent before it.
        await room.SignalAsync("typing");
        var next = session.NextAnyAsync();
        Assert.Equal(ClientFrame.FrameOneofCase.Signal, (await next).FrameCase);
        session.Accept(posts[0], 1);

        Assert.Equal("4", (await session.NextAsync(ClientFrame.FrameOneofCase.Post)).Post.Content.Message.Text);
        Assert.Equal(1, await said[0].Within("the answer"));
    }

    [Fact]
    public async Task Say_BeyondMaxWaitingPosts_FailsAtOnce()
    {
        await using var server = await FakeServer.StartAsync();
        server.Welcome.Limits.Posts = 1;
        server.Hold(ClientFrame.FrameOneofCase.Post);
        await using var parley = await server.ConnectAsync(o => o with { MaxWaitingPosts = 2, CloseTimeout = TimeSpan.Zero });
        var room = await parley.JoinAsync("lobby");
        var said = Enumerable.Range(1, 4).Select(i => room.SayAsync($"{i}", $"id-{i}")).ToList();

        var failure = await Assert.ThrowsAsync<ParleyException>(() => said[3].Within("the refusal"));

        Assert.Equal(ParleyCode.Overloaded, failure.Code);
        Assert.All(said.Take(3), post => Assert.False(post.IsCompleted));
    }

    [Fact]
    public async Task Say_UnansweredAtACut_IsResentInOrderWithTheSameIds()
    {
        await using var server = await FakeServer.StartAsync();
        server.Hold(ClientFrame.FrameOneofCase.Post);
        await using var parley = await server.ConnectAsync();
        var room = await parley.JoinAsync("lobby");
        var session = await server.SessionAsync();
        var said = Enumerable.Range(1, 5).Select(i => room.SayAsync($"{i}", $"id-{i}")).ToList();
        for (var i = 1; i <= 5; i++)
        {
            Assert.Equal($"id-{i}", (await session.NextAsync(ClientFrame.FrameOneofCase.Post)).Post.CommandId);
        }

        // Two of them are stored; only their answers are lost.
        server.Rooms.Post("lobby", "ada", "1", "id-1");
        server.Rooms.Post("lobby", "ada", "2", "id-2");
        server.Release();
        session.Cut();

        Assert.Equal((long[])[1, 2, 3, 4, 5], await Task.WhenAll(said).Within("the answers"));
        Assert.Equal(["1", "2", "3", "4", "5"], server.Rooms.Log("lobby").Select(item => item.Content.Message.Text));
        var again = await server.SessionAsync();
        for (var i = 1; i <= 5; i++)
        {
            Assert.Equal($"id-{i}", (await again.NextAsync(ClientFrame.FrameOneofCase.Post)).Post.CommandId);
        }
    }

    [Fact]
    public async Task Say_WhileTheServerIsAway_IsSentWhenItIsBack()
    {
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync();
        var room = await parley.JoinAsync("lobby");
        var hold = new TaskCompletionSource();
        server.OnOpen = hold.Task.Wait;
        var lost = parley.WhenAsync(ConnectionState.Reconnecting);
        (await server.SessionAsync()).Cut();
        await lost;

        var said = room.SayAsync("hello");
        Assert.False(said.IsCompleted);
        hold.SetResult();

        Assert.Equal(1, await said.Within("the answer"));
    }

    [Fact]
    public async Task Say_BeforeTheRoomIsRejoined_WaitsForTheJoin()
    {
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync();
        var room = await parley.JoinAsync("lobby");
        var hold = true;
        server.Script = (_, frame) => hold && frame.FrameCase == ClientFrame.FrameOneofCase.Join;
        (await server.SessionAsync()).Cut();
        var session = await server.SessionAsync();
        var join = (await session.NextAsync(ClientFrame.FrameOneofCase.Join)).Join;

        var said = room.SayAsync("hello");
        session.Send(new ServerFrame { Ping = new() });
        Assert.Equal(ClientFrame.FrameOneofCase.Pong, (await session.NextAnyAsync()).FrameCase);
        hold = false;
        server.Rooms.Join(session, join);

        Assert.Equal(1, await said.Within("the answer"));
    }

    [Fact]
    public async Task Say_WithAnEarlierId_ReturnsTheFirstSequence()
    {
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync();
        var room = await parley.JoinAsync("lobby");

        Assert.Equal(1, await room.SayAsync("hello", "id").Within("an answer"));
        await room.SayAsync("other").Within("an answer");
        Assert.Equal(1, await room.SayAsync("hello", "id").Within("an answer"));
    }

    [Fact]
    public async Task Say_WithAnIdInFlight_SharesTheAnswerOrThrows()
    {
        await using var server = await FakeServer.StartAsync();
        server.Hold(ClientFrame.FrameOneofCase.Post);
        await using var parley = await server.ConnectAsync();
        var room = await parley.JoinAsync("lobby");
        var session = await server.SessionAsync();

        var first = room.SayAsync("hello", "id");
        var second = room.SayAsync("hello", "id");
        var other = await Assert.ThrowsAsync<ParleyException>(() => room.SayAsync("else", "id"));
        session.Accept((await session.NextAsync(ClientFrame.FrameOneofCase.Post)).Post, 7);

        Assert.Equal(ParleyCode.CommandIdReused, other.Code);
        Assert.Equal((long[])[7, 7], await Task.WhenAll(first, second).Within("the answers"));
    }

    [Fact]
    public async Task Say_SharingACancelledPost_ThrowsOutcomeUnknown()
    {
        await using var server = await FakeServer.StartAsync();
        server.Hold(ClientFrame.FrameOneofCase.Post);
        await using var parley = await server.ConnectAsync(o => o with { CloseTimeout = TimeSpan.Zero });
        var room = await parley.JoinAsync("lobby");
        using var cancel = new CancellationTokenSource();
        var first = room.SayAsync("hello", "id", cancel.Token);
        var second = room.SayAsync("hello", "id");

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal("id", (await Assert.ThrowsAsync<OutcomeUnknownException>(() => second)).CommandId);
    }

    [Fact]
    public async Task Say_CancelledBeforeItWasSent_IsNeverSent()
    {
        await using var server = await FakeServer.StartAsync();
        server.Welcome.Limits.Posts = 1;
        server.Hold(ClientFrame.FrameOneofCase.Post);
        await using var parley = await server.ConnectAsync();
        var room = await parley.JoinAsync("lobby");
        var session = await server.SessionAsync();
        using var cancel = new CancellationTokenSource();
        var first = room.SayAsync("1");
        var cancelled = room.SayAsync("2", cancel.Token);
        var last = room.SayAsync("3");

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        session.Accept((await session.NextAsync(ClientFrame.FrameOneofCase.Post)).Post, 1);
        var next = (await session.NextAsync(ClientFrame.FrameOneofCase.Post)).Post;
        session.Accept(next, 2);

        Assert.Equal("3", next.Content.Message.Text);
        Assert.Equal((long[])[1, 2], await Task.WhenAll(first, last).Within("the answers"));
    }

    [Fact]
    public async Task Say_CancelledInFlight_IsNotResentAndItsIdFindsIt()
    {
        await using var server = await FakeServer.StartAsync();
        server.Hold(ClientFrame.FrameOneofCase.Post);
        await using var parley = await server.ConnectAsync();
        var room = await parley.JoinAsync("lobby");
        var session = await server.SessionAsync();
        using var cancel = new CancellationTokenSource();
        var cancelled = room.SayAsync("stored", "id", cancel.Token);
        await session.NextAsync(ClientFrame.FrameOneofCase.Post);
        server.Rooms.Post("lobby", "ada", "stored", "id");
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        server.Release();
        session.Cut();

        await room.SayAsync("next").Within("the answer");
        var again = await server.SessionAsync();
        Assert.Equal("next", (await again.NextAsync(ClientFrame.FrameOneofCase.Post)).Post.Content.Message.Text);

        Assert.Equal(1, await room.SayAsync("stored", "id").Within("the answer"));
        Assert.Equal(2, server.Rooms.Log("lobby").Count);
    }

    [Fact]
    public async Task Say_AgainAfterCancelledInFlight_IsAnswered()
    {
        await using var server = await FakeServer.StartAsync();
        server.Welcome.Limits.Posts = 1;
        server.Hold(ClientFrame.FrameOneofCase.Post);
        await using var parley = await server.ConnectAsync();
        var room = await parley.JoinAsync("lobby");
        var session = await server.SessionAsync();
        using var cancel = new CancellationTokenSource();
        var cancelled = room.SayAsync("hello", "id", cancel.Token);
        var post = (await session.NextAsync(ClientFrame.FrameOneofCase.Post)).Post;
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

        var again = room.SayAsync("hello", "id");
        session.Accept(post, 1);

        Assert.Equal(1, await again.Within("the answer"));
        server.Release();
        await room.SayAsync("other").Within("the answer");
    }

    [Fact]
    public async Task Say_InvalidArguments_ThrowsAtOnce()
    {
        await using var server = await FakeServer.StartAsync();
        server.Welcome.Limits.TextBytes = 10;
        await using var parley = await server.ConnectAsync();
        var room = await parley.JoinAsync("lobby");

        Assert.Equal(1, await room.SayAsync("ääääa?").Within("an answer"));
        Assert.Equal(ParleyCode.TextTooLong, (await Assert.ThrowsAsync<ParleyException>(() => room.SayAsync("äääääa"))).Code);
        Assert.Equal(2, await room.SayAsync("", new string('i', 64)).Within("an answer"));
        var tooLong = await Assert.ThrowsAsync<ParleyException>(() => room.SayAsync("a", new string('i', 65)));
        Assert.Equal(ParleyCode.CommandIdInvalid, tooLong.Code);
        Assert.Equal(ParleyCode.CommandIdInvalid, (await Assert.ThrowsAsync<ParleyException>(() => room.SayAsync("a", ""))).Code);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => room.SayAsync("a", new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Say_WithNewCommandId_UsesTheApplicationsIds()
    {
        await using var server = await FakeServer.StartAsync();
        var next = 0;
        await using var parley = await server.ConnectAsync(o => o with { NewCommandId = () => $"mine-{++next}" });
        var room = await parley.JoinAsync("lobby");

        await room.SayAsync("a").Within("an answer");
        await room.SayAsync("b").Within("an answer");

        Assert.Equal(["mine-1", "mine-2"], server.Rooms.Log("lobby").Select(item => item.CommandId));
    }
}
