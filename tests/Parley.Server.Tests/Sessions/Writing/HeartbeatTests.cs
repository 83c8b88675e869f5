using System.Diagnostics;
using Grpc.Core;
using Parley.Protocol.V1;
using Parley.Server.Tests.Sessions.Rooms;
using Parley.Testing;
using Kind = Parley.Protocol.V1.ServerFrame.FrameOneofCase;

namespace Parley.Server.Tests.Sessions.Writing;

/// <summary>All tests have a heartbeat of one second.</summary>
public sealed class HeartbeatTests(HeartbeatTests.QuickServer quick) : IClassFixture<HeartbeatTests.QuickServer>
{
    // Two heartbeats, and what a machine that runs other tests at the same time may add.
    private static readonly TimeSpan MaxSilence = TimeSpan.FromSeconds(6);

    private readonly ServerProcess _server = quick.Server;

    private static string Room => $"heartbeat-{TestContext.Current.TestMethod!.MethodName}";

    [Fact]
    public async Task Client_ThatAnswersPings_DoesNotTimeOut()
    {
        using var session = await SessionTester.JoinAsync(_server.ConnectRooms(), "ada", Room);
        session.AnswersPings = false;

        for (var i = 0; i < 6; i++)
        {
            await session.NextAsync(Kind.Ping);
            await session.SendAsync(new ClientFrame { Pong = new Pong() });
        }
    }

    [Fact]
    public async Task Client_Silent_HasLeftAfterTwoHeartbeats()
    {
        using var ada = await SessionTester.JoinAsync(_server.ConnectRooms(), "ada", Room);
        using var bob = await SessionTester.JoinAsync(_server.ConnectRooms(), "bob", Room);
        var silent = Stopwatch.StartNew();
        bob.AnswersPings = false;
        var ending = bob.EndAsync();

        await ada.UntilAsync(frame => frame.Presence is { User: "bob", State: PresenceState.Left }, "Presence that bob left");
        Assert.InRange(silent.Elapsed, TimeSpan.FromSeconds(1.5), MaxSilence);

        Assert.Equal(StatusCode.DeadlineExceeded, (await ending).StatusCode);
        var goAway = bob.Frames[^1].GoAway;
        Assert.Equal(Code.TimedOut, goAway.Code);
        Assert.True(goAway.RetryAfterMs > 0);
    }

    [Fact]
    public async Task Client_SilentInABusyRoom_GetsTheReason()
    {
        using var talking = new CancellationTokenSource();
        using var speaker = await SessionTester.JoinAsync(_server.ConnectRooms(), "ada", Room);
        var posting = speaker.TalkAsync(Room, talking.Token);
        using var silent = await SessionTester.JoinAsync(_server.ConnectRooms(), "bob", Room);
        silent.AnswersPings = false;

        Assert.Equal(StatusCode.DeadlineExceeded, (await silent.EndAsync()).StatusCode);

        Assert.Equal(Code.TimedOut, silent.Frames[^1].GoAway?.Code);
        var events = silent.Frames.Where(frame => frame.Event is not null).Select(frame => frame.Event);
        Sequences.AssertDense([.. events], silent.Frames[1].Joined.AfterSequence);
        await talking.CancelAsync();
        await posting;
    }

    [Fact]
    public async Task Client_WithoutAHello_GetsTheReason()
    {
        using var session = SessionTester.Open(_server.ConnectRooms());
        session.AnswersPings = false;

        var goAway = (await session.UntilAsync(Kind.GoAway)).GoAway;

        Assert.Equal(Code.TimedOut, goAway.Code);
        Assert.Contains("Hello", goAway.Reason, StringComparison.Ordinal);
        Assert.Equal(StatusCode.DeadlineExceeded, (await session.EndAsync()).StatusCode);
    }

    [Fact]
    public async Task HalfClose_SlowReader_GetsEverything()
    {
        const int Posts = 600;
        using (var filler = await SessionTester.JoinAsync(_server.ConnectRooms(), "filler", Room))
        {
            var reading = Task.Run(() => filler.EventsAsync(Room, Posts));
            for (var i = 0; i < Posts; i++)
            {
                await filler.PostAsync(Room, $"{i}", new string('x', 8_000));
            }

            await reading;
        }

        using var session = await SessionTester.GreetAsync(_server.ConnectRooms(), "ada");
        await session.SendAsync(new ClientFrame { Join = new Join { Room = Room, Last = Posts } });
        await session.CompleteAsync();

        // Two other sessions stay silent, one after the other, until they time out. By then this session would have timed out twice.
        using var clock = await SessionTester.GreetAsync(_server.ConnectRooms(), "clock");
        clock.AnswersPings = false;
        await clock.EndAsync();
        using var clockAgain = await SessionTester.GreetAsync(_server.ConnectRooms(), "clock");
        clockAgain.AnswersPings = false;
        await clockAgain.EndAsync();

        Assert.DoesNotContain("ada", await RoomData.ListMembersAsync(_server, Room));
        Assert.Equal(StatusCode.OK, (await session.EndAsync()).StatusCode);
        Sequences.AssertDense(await session.EventsAsync(Room, Posts), 0);
    }

    public sealed class QuickServer : IAsyncLifetime
    {
        public ServerProcess Server { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Server = await ServerProcess.StartAsync(
            environment: [new("PARLEY_SESSION__HEARTBEAT_SECONDS", "1"), new("PARLEY_MEMBER__GRACE_MILLISECONDS", "600000")],
            data: ":memory:");

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
