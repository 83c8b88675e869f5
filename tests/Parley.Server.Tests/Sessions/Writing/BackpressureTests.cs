using Parley.Protocol.V1;
using Parley.Testing;
using Kind = Parley.Protocol.V1.ServerFrame.FrameOneofCase;

namespace Parley.Server.Tests.Sessions.Writing;

/// <summary>A session whose client does not read stops at a limit, delays nobody, and continues when the client reads.</summary>
public sealed class BackpressureTests(BackpressureTests.SmallServer small) : IClassFixture<BackpressureTests.SmallServer>
{
    private const int MaxPosts = 16;

    // The most that one stream holds between server and client: the window of HTTP/2, the pipe of the response, and what a follower is
    // given at a time.
    private const int MaxInFlight = 65_536 + 4_096 + 32_768;

    private readonly ServerProcess _server = small.Server;

    private static string Room => $"backpressure-{TestContext.Current.TestMethod!.MethodName}";

    [Fact]
    public async Task Poster_ThatDoesNotRead_IsStoppedAndLosesNothing()
    {
        const int Posts = 20_000;
        using var witness = await SessionTester.GreetAsync(_server.ConnectRooms(), "witness");
        using var session = await SessionTester.JoinAsync(_server.ConnectRooms(), "ada", Room);
        var sent = 0;
        var sending = Task.Run(async () =>
        {
            for (; sent < Posts; sent++)
            {
                await session.PostAsync(Room, $"{sent}", new string('x', 100));
            }
        });

        var rooms = _server.ConnectRooms();
        var latest = new ListEventsRequest { Room = Room, PageSize = 1 };
        await WaitUntilStoppedAsync(witness, () => (int)rooms.ListEvents(latest).HeadSequence, MaxPosts);
        var stored = (await rooms.ListEventsAsync(new ListEventsRequest { Room = Room })).HeadSequence;

        // Each answer is more than 30 bytes, and its event more than 100.
        Assert.InRange(stored, MaxPosts, MaxPosts + (MaxInFlight / 30));
        Assert.False(sending.IsCompleted);
        for (var answered = 0; answered < Posts;)
        {
            answered += (await session.NextAsync()).Accepted is null ? 0 : 1;
        }

        await sending;
        Sequences.AssertDense(await session.EventsAsync(Room, Posts), 0);
        Assert.Equal(
            Enumerable.Range(0, Posts).Select(i => $"{i}"),
            session.Frames.Where(frame => frame.Accepted is not null).Select(frame => frame.Accepted.CommandId));
    }

    [Fact]
    public async Task Poster_StoppedThenGone_HasLeft()
    {
        using var ada = await SessionTester.JoinAsync(_server.ConnectRooms(), "ada", Room);
        var stuck = await OpenStoppedAsync(ada, "bob", Room);

        stuck.Dispose();

        await ada.UntilAsync(frame => frame.Presence is { User: "bob", State: PresenceState.Left }, "Presence that bob left");
    }

    [Fact]
    public async Task Refusals_OfLongFrames_AreHeldUpToALimit()
    {
        const int Sessions = 20;
        using var witness = await SessionTester.GreetAsync(_server.ConnectRooms(), "witness");
        var before = _server.Process.ResidentBytes;
        var stuck = new List<SessionTester>();
        for (var i = 0; i < Sessions; i++)
        {
            stuck.Add(await OpenStoppedAsync(witness, "bob", $"{Room}-{i}"));
        }

        var grown = (_server.Process.ResidentBytes - before) / 1_048_576;
        Assert.True(grown < 64, $"The server grew by {grown} MiB.");
        stuck.ForEach(session => session.Dispose());
    }

    [Fact]
    public async Task Posters_StoppedOnOneConnection_DoNotHoldUpTheirNeighbours()
    {
        const int Stopped = 20;
        using var witness = await SessionTester.GreetAsync(_server.ConnectRooms(), "witness");
        var client = _server.ConnectRooms();
        var stuck = new List<SessionTester>();
        for (var i = 0; i < Stopped; i++)
        {
            stuck.Add(await OpenStoppedAsync(witness, "bob", $"{Room}-{i}", client));
        }

        using var neighbour = await SessionTester.JoinAsync(client, "ada", Room);

        Assert.Equal(1, await neighbour.SayAsync(Room, "c", new string('x', 10_000)));
        stuck.ForEach(session => session.Dispose());
    }

    [Fact]
    public async Task Shutdown_WithStoppedSessions_IsInTime()
    {
        await using var server = await StartAsync();
        using var witness = await SessionTester.GreetAsync(server.ConnectRooms(), "witness");
        using var stuck = await OpenStoppedAsync(witness, "bob", Room, server.ConnectRooms());

        server.Process.Signal("TERM");
        var stopping = System.Diagnostics.Stopwatch.StartNew();

        Assert.Equal(Code.ShuttingDown, (await witness.UntilAsync(Kind.GoAway)).GoAway.Code);
        Assert.Equal(0, await server.Process.WaitForExitAsync());
        Assert.True(stopping.Elapsed < TimeSpan.FromSeconds(5), $"Stopping took {stopping.Elapsed}.");
        Assert.Empty(server.Process.Failures);
    }

    [Fact]
    public async Task Flood_InOneRoom_DelaysNeitherAnswersNorOtherRooms()
    {
        const int Flood = 2_000;
        const int TextLength = 8_000;
        using var other = await SessionTester.JoinAsync(_server.ConnectRooms(), "bob", $"{Room}-quiet");
        await other.JoinAsync($"{Room}-flood");
        var flooding = Task.Run(() => other.EventsAsync($"{Room}-flood", Flood));
        using var session = await SessionTester.JoinAsync(_server.ConnectRooms(), "ada", $"{Room}-quiet");
        await session.JoinAsync($"{Room}-flood");
        for (var i = 0; i < Flood; i++)
        {
            await other.PostAsync($"{Room}-flood", $"{i}", new string('x', TextLength));
        }

        await flooding;

        // The flood is stored, and this session has read none of it. Only what is in flight precedes answers, pongs and the quiet room.
        await session.PostAsync($"{Room}-quiet", "c", "quiet");
        await session.SendAsync(new ClientFrame { Ping = new Ping() });
        await other.UntilAsync(frame => frame.Event?.Room == $"{Room}-quiet", "the quiet event");
        await session.EventsAsync($"{Room}-flood", Flood);

        const int Max = 4 * MaxInFlight / TextLength;
        Assert.InRange(FloodBefore(frame => frame.Accepted is not null), 0, Max);
        Assert.InRange(FloodBefore(frame => frame.Pong is not null), 0, Max);
        Assert.InRange(FloodBefore(frame => frame.Event?.Room == $"{Room}-quiet"), 0, Max);

        int FloodBefore(Func<ServerFrame, bool> wanted)
        {
            Assert.Contains(session.Frames, frame => wanted(frame));
            return session.Frames.TakeWhile(frame => !wanted(frame)).Count(frame => frame.Event is not null);
        }
    }

    /// <summary>Opens a session in a room and has long frames refused, without reading, until the server stops reading.</summary>
    private async Task<SessionTester> OpenStoppedAsync(
        SessionTester witness, string user, string room, RoomService.RoomServiceClient? client = null)
    {
        var session = await SessionTester.JoinAsync(client ?? _server.ConnectRooms(), user, room);
        var sent = 0;
        _ = Task.Run(async () =>
        {
            while (true)
            {
                await session.SendAsync(new ClientFrame { Leave = new Leave { Room = new string('r', 60_000) } });
                sent++;
            }
        }).ContinueWith(static sending => sending.Exception, TaskScheduler.Default);
        await WaitUntilStoppedAsync(witness, () => sent);
        return session;
    }

    /// <summary>Waits until a count no longer grows while another session has a hundred pings answered.</summary>
    private static async Task WaitUntilStoppedAsync(SessionTester witness, Func<int> count, int min = 1)
    {
        int before;
        do
        {
            before = count();
            for (var i = 0; i < 100; i++)
            {
                await witness.PingAsync();
            }
        }
        while (count() != before || before < min);
    }

    private static Task<ServerProcess> StartAsync() => ServerProcess.StartAsync(
        environment: [new("PARLEY_SESSION__MAX_POSTS", $"{MaxPosts}"), new("PARLEY_MEMBER__GRACE_MILLISECONDS", "0")], data: ":memory:");

    public sealed class SmallServer : IAsyncLifetime
    {
        public ServerProcess Server { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Server = await StartAsync();

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
