using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Parley.Engine.Feeds;
using Parley.Engine.Retention;
using Parley.Protocol.V1;
using Parley.Server.Tests.Hosting;
using Parley.Testing;
using Kind = Parley.Protocol.V1.ServerFrame.FrameOneofCase;

namespace Parley.Server.Tests.Sessions.Rooms;

/// <summary>Rooms that keep five events: what clients see of those that were removed.</summary>
public sealed class FloorTests : IAsyncLifetime
{
    private const string Room = "short";
    private const int Posted = 20;
    private const int Kept = 5;
    private const int Floor = Posted - Kept + 1;

    private EmbeddedServer _server = null!;
    private string _epoch = "";

    public async ValueTask InitializeAsync()
    {
        _server = await EmbeddedServer.StartAsync(parley => parley.UseMemory().Services
            .Configure<RetentionOptions>(retention => retention.Keep = [$"{Room}={Kept}events"])
            .Configure<FeedOptions>(feeds => (feeds.Capacity, feeds.ReadSize) = (65_536, 4_096)));
        using var session = await SessionTester.GreetAsync(_server.ConnectRooms(), "ada");
        _epoch = (await session.JoinAsync(new Join { Room = Room })).Epoch;
        for (var i = 1; i <= Posted; i++)
        {
            await session.SayAsync(Room, $"c{i}", $"{i}");
        }

        await TrimAsync();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(0, Floor - 1, false, Code.BelowFloor)]
    [InlineData(Floor - 2, Floor - 1, false, Code.BelowFloor)]
    [InlineData(Floor - 1, Floor - 1, true, Code.Unspecified)]
    [InlineData(Floor, Floor, true, Code.Unspecified)]
    [InlineData(Posted, Posted, true, Code.Unspecified)]
    [InlineData(Posted + 1, Posted, false, Code.Unspecified)]
    public async Task Join_AfterAPosition_SaysWhetherItIsBelowTheFloor(long sequence, long after, bool resumed, Code code)
    {
        using var session = await SessionTester.GreetAsync(_server.ConnectRooms(), "bob");

        var joined = await session.JoinAsync(new Join { Room = Room, After = new Position { Epoch = _epoch, Sequence = sequence } });

        Assert.Equal((after, resumed, code, Floor), (joined.AfterSequence, joined.Resumed, joined.Code, joined.FloorSequence));
        if (after < Posted)
        {
            Assert.Equal(after + 1, (await session.EventsAsync(Room, 1))[0].Sequence);
        }
    }

    [Fact]
    public async Task Join_LastMoreThanThereAre_BeginsAtTheFloor()
    {
        using var session = await SessionTester.GreetAsync(_server.ConnectRooms(), "bob");

        var joined = await session.JoinAsync(new Join { Room = Room, Last = 1_000 });

        Assert.Equal((Floor - 1, Floor), (joined.AfterSequence, joined.FloorSequence));
        Sequences.AssertDense(await session.EventsAsync(Room, Kept), Floor - 1);
    }

    [Fact]
    public async Task Read_PositionFallsBelowTheFloor_LeavesWithTheReasonAndCanContinue()
    {
        const int Texts = 200;
        using var ada = await SessionTester.JoinAsync(_server.ConnectRooms(), "ada", Room);
        using var bob = await SessionTester.GreetAsync(_server.ConnectRooms(), "bob");
        var joined = await bob.JoinAsync(new Join { Room = Room });
        for (var i = 0; i < Texts; i++)
        {
            await ada.SayAsync(Room, $"more-{i}", new string('x', 16_000));
        }

        await TrimAsync();

        // What was on its way still arrives; then nothing is left that continues it.
        var left = (await bob.UntilAsync(Kind.Left)).Left;
        Assert.Equal((Room, Code.BelowFloor), (left.Room, left.Code));
        var position = bob.Frames.Last(frame => frame.FrameCase == Kind.Event).Event.Sequence;
        Assert.InRange(position, Posted, Posted + Texts - Kept - 1);
        var again = await bob.JoinAsync(new Join { Room = Room, After = new Position { Epoch = joined.Epoch, Sequence = position } });
        Assert.Equal((Code.BelowFloor, Posted + Texts - Kept), (again.Code, again.AfterSequence));
    }

    [Fact]
    public async Task ListEvents_BelowTheFloor_BeginsThere()
    {
        var client = _server.ConnectRooms();

        var page = await client.ListEventsAsync(new ListEventsRequest { Room = Room, After = 0 });
        Assert.Equal((Floor, Floor, Posted), (page.Events[0].Sequence, page.FloorSequence, page.HeadSequence));
        Assert.Equal(Kept, page.Events.Count);
        var below = Code.BelowFloor;
        var none = Code.Unspecified;
        foreach (var (after, resumed, code) in new[]
        {
            (0, false, below), (Floor - 2, false, below), (Floor - 1, true, none), (Posted, true, none), (Posted + 1, false, none),
        })
        {
            var judged = await client.ListEventsAsync(new ListEventsRequest { Room = Room, After = after, Epoch = _epoch });
            Assert.Equal((after, resumed, code), (after, judged.Resumed, judged.Code));
        }

        var before = await client.ListEventsAsync(new ListEventsRequest { Room = Room, Before = Floor });
        Assert.Empty(before.Events);
        Assert.Equal(1, (await client.ListEventsAsync(new ListEventsRequest { Room = "nowhere" })).FloorSequence);
    }

    [Fact]
    public async Task Post_SameCommandAgain_IsKnownAsLongAsItsEventIsThere()
    {
        using var session = await SessionTester.JoinAsync(_server.ConnectRooms(), "ada", Room);

        Assert.Equal(Posted, await session.SayAsync(Room, $"c{Posted}", $"{Posted}"));
        Assert.Equal(Posted + 1, await session.SayAsync(Room, "c1", "1"));
    }

    [Fact]
    public async Task JoinChat_WithHistory_BeginsAtTheFloor()
    {
        using var stream = await ChatTester.JoinAsync(_server.Connect(), Room, new Metadata.Entry("parley-history", "1000"));

        Assert.Equal(Enumerable.Range(Floor, Kept).Select(i => $"{i}"), await stream.ReadTextsAsync(Kept));
    }

    private async Task TrimAsync() =>
        await _server.Services.GetRequiredService<RoomRetention>().RunAsync(TestContext.Current.CancellationToken).Within("retention");
}
