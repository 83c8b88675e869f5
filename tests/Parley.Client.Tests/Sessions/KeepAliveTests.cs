using Parley.Client.Tests.Fakes;
using Parley.Protocol.V1;

namespace Parley.Client.Tests.Sessions;

public sealed class KeepAliveTests
{
    private static readonly TimeSpan Quarter = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task KeepAlive_ClientSendsNothing_Pings()
    {
        var time = new ManualTime();
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync(o => o with { TimeProvider = time, NextRandom = () => 1 });
        var session = await server.SessionAsync();
        await time.TimerAsync(due => due == Quarter);

        time.Advance(Quarter);
        time.Advance(Quarter);

        await session.NextAsync(ClientFrame.FrameOneofCase.Ping);
    }

    [Fact]
    public async Task Ping_FromTheServer_IsAnswered()
    {
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync();
        var session = await server.SessionAsync();

        session.Send(new ServerFrame { Ping = new() });

        await session.NextAsync(ClientFrame.FrameOneofCase.Pong);
    }

    [Fact]
    public async Task KeepAlive_ServerSilentForTwoHeartbeats_Reconnects()
    {
        var time = new ManualTime();
        await using var server = await FakeServer.StartAsync();
        server.Hold(ClientFrame.FrameOneofCase.Ping);
        await using var parley = await server.ConnectAsync(o => o with { TimeProvider = time, NextRandom = () => 1 });
        var session = await server.SessionAsync();
        await time.TimerAsync(due => due == Quarter);
        var lost = parley.WhenAsync(ConnectionState.Reconnecting);

        for (var quarter = 1; quarter < 8; quarter++)
        {
            time.Advance(Quarter);
            Assert.False(lost.IsCompleted);
            if (quarter % 2 == 0)
            {
                await session.NextAsync(ClientFrame.FrameOneofCase.Ping);
            }
        }

        time.Advance(Quarter);

        Assert.Contains("two heartbeats", (await lost).Reason, StringComparison.Ordinal);
        await time.TimerAsync(due => due < TimeSpan.FromSeconds(1));
        time.Advance(TimeSpan.FromSeconds(1));
        await server.SessionAsync();
    }

    [Fact]
    public async Task KeepAlive_ServerAnswers_StaysConnected()
    {
        var time = new ManualTime();
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync(o => o with { TimeProvider = time, NextRandom = () => 1 });
        var session = await server.SessionAsync();
        var room = await parley.JoinAsync("lobby");
        await using var signals = room.ReadSignalsAsync().GetAsyncEnumerator();
        await time.TimerAsync(due => due == Quarter);

        for (var quarter = 0; quarter < 20; quarter++)
        {
            time.Advance(Quarter);

            // The echo proves that the client has received something at this time.
            var echo = signals.NextAsync();
            await room.SignalAsync($"{quarter}");
            await echo;
        }

        Assert.Equal(ConnectionState.Connected, parley.State);
    }
}
