using Parley.Client.Tests.Fakes;
using Parley.Protocol;
using Parley.Protocol.V1;

namespace Parley.Client.Tests.Sessions;

public sealed class GoAwayTests
{
    private const Code OfANewerServer = (Code)99;

    [Theory]
    [InlineData(Code.HelloExpected, 0)]
    [InlineData(Code.HelloExpected, 1000)]
    [InlineData(Code.VersionUnsupported, 0)]
    [InlineData(Code.Malformed, 0)]
    [InlineData(Code.Invalid, 0)]
    public async Task GoAway_FinalCode_ClosesTheClient(Code code, long retryAfterMs)
    {
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync();
        var closed = parley.WhenAsync(ConnectionState.Closed);
        var room = await parley.JoinAsync("lobby");
        await using var reader = room.Read();

        (await server.SessionAsync()).GoAway(code, retryAfterMs);

        await closed;
        Assert.Equal((ParleyCode)code, (await Assert.ThrowsAsync<ParleyException>(() => reader.NextAsync())).Code);
        Assert.Equal((ParleyCode)code, (await Assert.ThrowsAsync<ParleyException>(() => room.SayAsync("anyone?"))).Code);
        Assert.Equal((ParleyCode)code, (await Assert.ThrowsAsync<ParleyException>(() => parley.JoinAsync("other"))).Code);
    }

    [Theory]
    [InlineData(Code.TimedOut, 0, 1)]
    [InlineData(Code.ShuttingDown, 0, 1)]
    [InlineData(Code.ShuttingDown, 3000, 4)]
    [InlineData(Code.TimedOut, 3000, 4)]
    [InlineData(OfANewerServer, 0, 1)]
    [InlineData(OfANewerServer, 3000, 4)]
    public async Task GoAway_OtherCode_ReconnectsAfterTheGivenTime(Code code, long retryAfterMs, double seconds)
    {
        var time = new ManualTime();
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync(o => o with { TimeProvider = time, NextRandom = () => 1, Backoff = new() });
        var room = await parley.JoinAsync("lobby");
        await using var reader = room.Read();

        (await server.SessionAsync()).GoAway(code, retryAfterMs);

        var delay = await time.TimerAsync(due => due < TimeSpan.FromSeconds(5) && due > TimeSpan.FromMilliseconds(500));
        Assert.Equal(seconds, delay.TotalSeconds);
        time.Advance(delay);
        await server.SessionAsync();
        server.Rooms.Post("lobby", "ben", "still here");
        Assert.Equal(["still here"], await reader.NextTextsAsync(1));
    }

    [Fact]
    public async Task Connect_GoAwayInsteadOfWelcome_ThrowsItsCode()
    {
        await using var server = await FakeServer.StartAsync();
        server.Script = (session, frame) =>
        {
            session.GoAway(Code.VersionUnsupported, 0);
            return true;
        };

        var failure = await Assert.ThrowsAsync<ParleyException>(() => server.ConnectAsync());

        Assert.Equal(ParleyCode.VersionUnsupported, failure.Code);
    }

    [Fact]
    public async Task Connect_RejectedInsteadOfWelcome_ThrowsItsCode()
    {
        await using var server = await FakeServer.StartAsync();
        server.Script = (session, frame) =>
        {
            session.Send(new ServerFrame { Rejected = new() { Code = Code.Invalid, Reason = "No." } });
            return true;
        };

        var failure = await Assert.ThrowsAsync<ParleyException>(() => server.ConnectAsync());

        Assert.Equal((ParleyCode.Invalid, "No."), (failure.Code, failure.Reason));
    }
}
