using Parley.Client.Tests.Fakes;
using Parley.Protocol;
using Parley.Protocol.V1;
using Parley.Testing;

namespace Parley.Client.Tests.Posts;

public sealed class RejectionTests
{
    [Theory]
    [InlineData(Code.Invalid, 0)]
    [InlineData(Code.CommandIdReused, 0)]
    [InlineData(Code.StorageFull, 1000)]
    [InlineData(Code.UnknownFrame, 0)]
    [InlineData((Code)99, 0)]
    public async Task Say_RefusedForGood_ThrowsTheServersCode(Code code, int retryAfterMs)
    {
        await using var server = await FakeServer.StartAsync();
        server.Script = (session, frame) => Refuse(session, frame, code, retryAfterMs);
        await using var parley = await server.ConnectAsync();
        var room = await parley.JoinAsync("lobby");

        var failure = await Assert.ThrowsAsync<ParleyException>(() => room.SayAsync("hello").Within("the refusal"));

        Assert.Equal(((ParleyCode)code, $"It is {code}."), (failure.Code, failure.Reason));
        Assert.Equal(retryAfterMs > 0 ? TimeSpan.FromMilliseconds(retryAfterMs) : null, failure.RetryAfter);
    }

    [Theory]
    [InlineData(Code.Unavailable)]
    [InlineData(Code.Overloaded)]
    public async Task Say_RefusedTemporarily_RetriesAfterTheServersDelay(Code code)
    {
        var time = new ManualTime();
        await using var server = await FakeServer.StartAsync();
        server.Script = (session, frame) => Refuse(session, frame, code, 700);
        await using var parley = await server.ConnectAsync(o => o with { TimeProvider = time });
        var room = await parley.JoinAsync("lobby");
        var session = await server.SessionAsync();
        var first = room.SayAsync("1", "id-1");
        await session.NextAsync(ClientFrame.FrameOneofCase.Post);
        var delay = await time.TimerAsync(due => due < TimeSpan.FromSeconds(5) && due > TimeSpan.FromMilliseconds(50));
        var second = room.SayAsync("2", "id-2");
        server.Release();
        time.Advance(delay);

        Assert.Equal(700, delay.TotalMilliseconds);
        Assert.Equal((long[])[1, 2], await Task.WhenAll(first, second).Within("the answers"));
        Assert.Equal("id-1", (await session.NextAsync(ClientFrame.FrameOneofCase.Post)).Post.CommandId);
        Assert.Equal("id-2", (await session.NextAsync(ClientFrame.FrameOneofCase.Post)).Post.CommandId);
    }

    [Theory]
    [InlineData(Code.Overloaded, false)]
    [InlineData(Code.Unavailable, true)]
    public async Task Say_RefusedUntilRetryForIsOver_Throws(Code code, bool isUncertain)
    {
        var time = new ManualTime();
        await using var server = await FakeServer.StartAsync();
        server.Script = (session, frame) => Refuse(session, frame, code, 0);
        await using var parley = await server.ConnectAsync(o => o with { TimeProvider = time });
        var room = await parley.JoinAsync("lobby");
        var said = room.SayAsync("hello", "id");

        while (!said.IsCompleted)
        {
            var timer = time.TimerAsync(due => due < TimeSpan.FromSeconds(1));
            await Task.WhenAny(said, timer);
            time.Advance(TimeSpan.FromSeconds(10));
        }

        var failure = await Assert.ThrowsAnyAsync<ParleyException>(() => said);
        Assert.Equal((ParleyCode)code, failure.Code);
        Assert.Equal(isUncertain, failure is OutcomeUnknownException { CommandId: "id" });
    }

    [Fact]
    public async Task Join_RefusedForGood_ThrowsAndMayBeRepeated()
    {
        await using var server = await FakeServer.StartAsync();
        server.Script = (session, frame) => RefuseJoin(session, frame, Code.TooManyRooms);
        await using var parley = await server.ConnectAsync();

        var failure = await Assert.ThrowsAsync<ParleyException>(() => parley.JoinAsync("lobby").Within("the refusal"));
        server.Release();
        await parley.JoinAsync("lobby").Within("the join");

        Assert.Equal(ParleyCode.TooManyRooms, failure.Code);
    }

    [Fact]
    public async Task Join_RefusedTemporarily_IsRetried()
    {
        await using var server = await FakeServer.StartAsync();
        var refusals = 3;
        server.Script = (session, frame) => refusals > 0 && RefuseJoin(session, frame, Code.Unavailable) && refusals-- > 0;
        await using var parley = await server.ConnectAsync();

        await parley.JoinAsync("lobby").Within("the join");

        Assert.Equal(0, refusals);
    }

    [Fact]
    public async Task Rejoin_RefusedForGood_EndsTheRoom()
    {
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync();
        var room = await parley.JoinAsync("lobby");
        await using var reader = room.Read();
        server.Script = (session, frame) => RefuseJoin(session, frame, Code.TooManyRooms);

        (await server.SessionAsync()).Cut();

        Assert.Equal(ParleyCode.TooManyRooms, (await Assert.ThrowsAsync<ParleyException>(() => reader.NextAsync())).Code);
        Assert.Equal(ParleyCode.TooManyRooms, (await Assert.ThrowsAsync<ParleyException>(() => room.SayAsync("anyone?"))).Code);
        Assert.Equal(ConnectionState.Connected, parley.State);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    public async Task Join_InvalidRoomName_ThrowsAtOnce(string name)
    {
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync();

        Assert.Equal(ParleyCode.Invalid, (await Assert.ThrowsAsync<ParleyException>(() => parley.JoinAsync(name))).Code);
    }

    private static bool Refuse(FakeSession session, ClientFrame frame, Code code, long retryAfterMs)
    {
        if (frame.FrameCase == ClientFrame.FrameOneofCase.Post)
        {
            session.Reject(frame.Post, code, retryAfterMs);
            return true;
        }

        return false;
    }

    private static bool RefuseJoin(FakeSession session, ClientFrame frame, Code code)
    {
        if (frame.FrameCase == ClientFrame.FrameOneofCase.Join)
        {
            session.Send(new ServerFrame { Rejected = new() { Room = frame.Join.Room, Code = code, Reason = $"It is {code}." } });
            return true;
        }

        return false;
    }
}
