using Parley.Client.Tests.Fakes;
using Parley.Testing;

namespace Parley.Client.Tests.Connections;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1.6)]
    [InlineData(2, 2.56)]
    [InlineData(3, 4.096)]
    [InlineData(4, 5)]
    [InlineData(5000, 5)]
    public void Delay_ByDefault_GrowsBy60PercentUpTo5Seconds(int attempt, double seconds)
    {
        Assert.Equal(seconds, new Backoff().Delay(attempt, 1).TotalSeconds, 3);
        Assert.Equal(0, new Backoff().Delay(attempt, 0).TotalSeconds);
    }

    [Fact]
    public void Delay_WithGrpcsJitter_IsNearGrpcsSchedule()
    {
        var backoff = new Backoff { Jitter = 0.2, Max = TimeSpan.FromSeconds(120) };

        Assert.Equal(0.8, backoff.Delay(0, 0).TotalSeconds, 3);
        Assert.Equal(96, backoff.Delay(100, 0).TotalSeconds, 3);
        Assert.Equal(120, backoff.Delay(100, 1).TotalSeconds, 3);
    }

    [Fact]
    public async Task Reconnect_ServerStaysAway_FollowsTheSchedule()
    {
        var time = new ManualTime();
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync(o => o with { TimeProvider = time, NextRandom = () => 0.5, Backoff = new() });
        server.OnOpen = () => throw new Grpc.Core.RpcException(new(Grpc.Core.StatusCode.Unavailable, "not yet"));
        (await server.SessionAsync()).Cut();

        foreach (var seconds in (double[])[0.5, 0.8, 1.28, 2.048, 2.5, 2.5])
        {
            var delay = await time.TimerAsync(due => due < TimeSpan.FromSeconds(5));
            Assert.Equal(seconds, delay.TotalSeconds, 3);
            time.Advance(delay - TimeSpan.FromMilliseconds(1));
            Assert.Equal(ConnectionState.Reconnecting, parley.State);
            time.Advance(TimeSpan.FromMilliseconds(1));
        }

        var last = await time.TimerAsync(due => due < TimeSpan.FromSeconds(5));
        server.OnOpen = () => { };
        time.Advance(last);
        await server.SessionAsync();
        await parley.JoinAsync("lobby").Within("the join");
        Assert.Equal(ConnectionState.Connected, parley.State);
    }

    [Fact]
    public async Task Reconnect_AfterALongSession_RestartsTheSchedule()
    {
        var time = new ManualTime();
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync(o => o with { TimeProvider = time, NextRandom = () => 1, Backoff = new() });

        (await server.SessionAsync()).Cut();
        Assert.Equal(1, (await time.TimerAsync(due => due < TimeSpan.FromSeconds(6))).TotalSeconds);
        time.Advance(TimeSpan.FromSeconds(1));
        (await server.SessionAsync()).Cut();
        Assert.Equal(1.6, (await time.TimerAsync(due => due < TimeSpan.FromSeconds(6))).TotalSeconds);
        time.Advance(TimeSpan.FromSeconds(1.6));
        var session = await server.SessionAsync();
        await parley.JoinAsync("lobby").Within("the join");
        time.Advance(TimeSpan.FromSeconds(6));
        session.Cut();
        Assert.Equal(1, (await time.TimerAsync(due => due < TimeSpan.FromSeconds(6))).TotalSeconds);
    }

    [Fact]
    public void Validate_OutOfRange_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Backoff { Initial = TimeSpan.Zero }.Validate());
        Assert.Throws<ArgumentOutOfRangeException>(() => new Backoff { Multiplier = 0.9 }.Validate());
        Assert.Throws<ArgumentOutOfRangeException>(() => new Backoff { Jitter = 1.1 }.Validate());
        Assert.Throws<ArgumentOutOfRangeException>(() => new Backoff { Max = TimeSpan.FromMilliseconds(1) }.Validate());
    }
}
