using Grpc.Core;
using Parley.Protocol.V1;
using Parley.Testing;
using Kind = Parley.Protocol.V1.ServerFrame.FrameOneofCase;

namespace Parley.Server.Tests.Sessions;

public sealed class JoiningTests(SharedServer shared)
{
    private readonly ServerProcess _server = shared.Server;

    private static string Room => $"joining-{TestContext.Current.TestMethod!.MethodName}";

    [Fact]
    public async Task Join_EmptyRoom_HasNoHead()
    {
        using var session = await SessionTester.GreetAsync(_server.ConnectRooms(), "ada");

        var joined = await session.JoinAsync(Room);

        Assert.Equal((0, 0, false, 1), (joined.HeadSequence, joined.AfterSequence, joined.Resumed, joined.MemberCount));
        Assert.Equal("ada", Assert.Single(joined.Members).User);
        Assert.NotEmpty(joined.Epoch);
    }

    [Fact]
    public async Task Join_WithoutAPlace_BeginsWithWhatIsNew()
    {
        await FillAsync(Room, 5);
        using var session = await SessionTester.GreetAsync(_server.ConnectRooms(), "ada");

        var joined = await session.JoinAsync(Room);
        await session.PostAsync(Room, "new", "new");

        Assert.Equal((5, 5, false), (joined.HeadSequence, joined.AfterSequence, joined.Resumed));
        Assert.Equal(6, (await session.EventsAsync(Room, 1))[0].Sequence);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(2, 3)]
    [InlineData(5, 0)]
    [InlineData(6, 0)]
    [InlineData(long.MaxValue, 0)]
    public async Task Join_WithTheLastEvents_BeginsThere(long last, long after)
    {
        var room = $"{Room}-{last}";
        await FillAsync(room, 5);
        using var session = await SessionTester.GreetAsync(_server.ConnectRooms(), "ada");

        var joined = await session.JoinAsync(new Join { Room = room, Last = last });
        await session.PostAsync(room, "new", "new");

        Assert.Equal((5, after, false), (joined.HeadSequence, joined.AfterSequence, joined.Resumed));
        AssertDense(await session.EventsAsync(room, (int)(6 - after)), after);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task Join_AfterAPosition_GoesOnRightAfterIt(long sequence)
    {
        var room = $"{Room}-{sequence}";
        var epoch = await FillAsync(room, 5);
        using var session = await SessionTester.GreetAsync(_server.ConnectRooms(), "ada");

        var joined = await session.JoinAsync(new Join { Room = room, After = new Position { Epoch = epoch, Sequence = sequence } });
        await session.PostAsync(room, "new", "new");

        Assert.Equal((5, sequence, true), (joined.HeadSequence, joined.AfterSequence, joined.Resumed));
        AssertDense(await session.EventsAsync(room, (int)(6 - sequence)), sequence);
    }

    [Theory]
    [InlineData(true, 6)]
    [InlineData(true, long.MaxValue)]
    [InlineData(false, 3)]
    [InlineData(false, 0)]
    public async Task Join_AfterAPositionThatThisLogDoesNotHave_SaysSo_AndBeginsWithWhatIsNew(bool epochIsRight, long sequence)
    {
        var room = $"{Room}-{epochIsRight}-{sequence}";
        var epoch = await FillAsync(room, 5);
        using var session = await SessionTester.GreetAsync(_server.ConnectRooms(), "ada");

        var joined = await session.JoinAsync(
            new Join { Room = room, After = new Position { Epoch = epochIsRight ? epoch : "another", Sequence = sequence } });
        await session.PostAsync(room, "new", "new");

        Assert.Equal((5, 5, false, epoch), (joined.HeadSequence, joined.AfterSequence, joined.Resumed, joined.Epoch));
        Assert.Equal(6, (await session.EventsAsync(room, 1))[0].Sequence);
    }

    [Fact]
    public async Task Events_CarryWhoWhenAndWhichCommand()
    {
        using var session = await SessionTester.JoinAsync(_server.ConnectRooms(), "ada", Room);
        var before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

        await session.PostAsync(Room, "c1", "hello");
        var @event = (await session.UntilAsync(Kind.Event)).Event;

        Assert.Equal((Room, 1, "ada", "c1", "hello"), (@event.Room, @event.Sequence, @event.User, @event.CommandId, @event.Content.Message.Text));
        Assert.InRange(@event.TimeMs, before, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task Join_AnyPlace_WhileOthersTalk_HasNoGapAndNoDouble()
    {
        const int Before = 20_000;
        const int During = 5_000;
        var epoch = await FillAsync(Room, Before);
        using var speaker = await SessionTester.JoinAsync(_server.ConnectRooms(), "speaker", Room);
        var speaking = Task.Run(async () =>
        {
            for (var i = 0; i < During; i++)
            {
                await speaker.PostAsync(Room, $"during-{i}", $"{i}");
            }
        });
        var echoing = Task.Run(() => speaker.EventsAsync(Room, During));

        Join[] joins =
        [
            new() { Room = Room, Last = long.MaxValue },
            new() { Room = Room, After = new Position { Epoch = epoch } },
            new() { Room = Room, After = new Position { Epoch = epoch, Sequence = Before - 10 } },
            new() { Room = Room, Last = 100 },
            new() { Room = Room },
        ];
        await Task.WhenAll(joins.Select(join => Task.Run(async () =>
        {
            using var session = await SessionTester.GreetAsync(_server.ConnectRooms(), "reader");
            var joined = await session.JoinAsync(join);
            AssertDense(await session.EventsAsync(Room, (int)(Before + During - joined.AfterSequence)), joined.AfterSequence);
        })));
        await speaking;
        AssertDense(await echoing, Before);
    }

    [Fact]
    public async Task Join_FarBehind_IsToldWhenItLagsAndWhenItHasCaughtUp()
    {
        await FillAsync(Room, 3_000);
        using var session = await SessionTester.GreetAsync(_server.ConnectRooms(), "ada");

        await session.JoinAsync(new Join { Room = Room, Last = 3_000 });
        var lagging = (await session.NextAsync(Kind.Lagging)).Lagging;
        var caughtUp = (await session.UntilAsync(Kind.CaughtUp)).CaughtUp;

        Assert.Equal((Room, 0, 3_000), (lagging.Room, lagging.Sequence, lagging.HeadSequence));
        Assert.Equal((Room, 3_000), (caughtUp.Room, caughtUp.Sequence));
        Assert.Equal(3_000, (await session.EventsAsync(Room, 3_000)).Count);
    }

    [Fact]
    public async Task Leave_ThenJoinAgain_GoesOnWhereItIsTold()
    {
        using var session = await SessionTester.JoinAsync(_server.ConnectRooms(), "ada", Room);
        using var other = await SessionTester.JoinAsync(_server.ConnectRooms(), "bob", Room);
        await session.SayAsync(Room, "c1", "one");

        await session.LeaveAsync(Room);
        var left = (await session.UntilAsync(Kind.Left)).Left;
        Assert.Equal((Room, Code.Left), (left.Room, left.Code));
        var position = session.Frames.Last(frame => frame.Event is not null).Event.Sequence;
        await other.SayAsync(Room, "c2", "two");
        await session.PingAsync();
        Assert.Equal(Kind.Pong, session.Frames[^1].FrameCase);
        Assert.Equal(Kind.Left, session.Frames[^2].FrameCase);

        var again = await session.JoinAsync(new Join { Room = Room, After = new Position { Epoch = session.Frames[1].Joined.Epoch, Sequence = position } });
        Assert.True(again.Resumed);
        Assert.Equal(2, (await session.EventsAsync(Room, 2))[1].Sequence);
    }

    [Fact]
    public async Task LeaveAndJoin_ManyTimesAtOnce_AreAnsweredInOrder_AndPostsKeepTheirOrder()
    {
        const int Times = 200;
        using var listener = await SessionTester.JoinAsync(_server.ConnectRooms(), "bob", Room);
        using var session = await SessionTester.GreetAsync(_server.ConnectRooms(), "ada");
        for (var i = 0; i < Times; i++)
        {
            await session.SendAsync(new ClientFrame { Join = new Join { Room = Room } });
            await session.PostAsync(Room, $"{i}-a", $"{i}-a");
            await session.PostAsync(Room, $"{i}-b", $"{i}-b");
            await session.LeaveAsync(Room);
        }

        await session.CompleteAsync();
        Assert.Equal(StatusCode.OK, (await session.EndAsync()).StatusCode);

        var turns = session.Frames.Where(frame => frame.FrameCase is Kind.Joined or Kind.Left).Select(frame => frame.FrameCase);
        Assert.Equal(Enumerable.Repeat<Kind[]>([Kind.Joined, Kind.Left], Times).SelectMany(turn => turn), turns);
        var expected = Enumerable.Range(0, Times).SelectMany(i => new[] { $"{i}-a", $"{i}-b" });
        Assert.Equal(expected, (await listener.EventsAsync(Room, 2 * Times)).Select(@event => @event.Content.Message.Text));
        Assert.Equal(2 * Times, session.Frames.Count(frame => frame.Accepted is not null));
    }

    [Fact]
    public async Task HalfClose_DeliversEverythingThenEndsOk()
    {
        const int Posts = 3_000;
        await FillAsync(Room, 2_000);
        using var session = await SessionTester.GreetAsync(_server.ConnectRooms(), "ada");
        await session.SendAsync(new ClientFrame { Join = new Join { Room = Room, Last = long.MaxValue } });
        var reading = Task.Run(session.EndAsync);
        for (var i = 0; i < Posts; i++)
        {
            await session.PostAsync(Room, $"{i}", $"{i}");
        }

        await session.CompleteAsync();

        Assert.Equal(StatusCode.OK, (await reading).StatusCode);
        AssertDense(await session.EventsAsync(Room, 2_000 + Posts), 0);
        Assert.Equal(
            Enumerable.Range(2_001, Posts).Select(i => (long)i),
            session.Frames.Where(frame => frame.Accepted is not null).Select(frame => frame.Accepted.Sequence));
    }

    [Fact]
    public async Task HalfClose_WithoutAWord_EndsOk()
    {
        using var session = SessionTester.Open(_server.ConnectRooms());

        await session.CompleteAsync();

        Assert.Equal(StatusCode.OK, (await session.EndAsync()).StatusCode);
        Assert.Empty(session.Frames);
    }

    [Fact]
    public async Task Rooms_AThousandInOneSession_AllDeliver_AndOneMoreIsRefused()
    {
        const int Rooms = 1_000;
        using var session = await SessionTester.GreetAsync(_server.ConnectRooms(), "ada");
        var reading = Task.Run(async () =>
        {
            for (var i = 0; i < Rooms; i++)
            {
                await session.UntilAsync(Kind.Joined);
            }
        });
        for (var i = 0; i < Rooms; i++)
        {
            await session.SendAsync(new ClientFrame { Join = new Join { Room = $"{Room}-{i}" } });
        }

        await reading;
        await session.SendAsync(new ClientFrame { Join = new Join { Room = $"{Room}-one-more" } });
        var rejected = (await session.UntilAsync(Kind.Rejected)).Rejected;
        Assert.Equal((Code.TooManyRooms, $"{Room}-one-more"), (rejected.Code, rejected.Room));

        var posting = Task.Run(async () =>
        {
            for (var i = 0; i < Rooms; i++)
            {
                await session.PostAsync($"{Room}-{i}", "c", $"{i}");
            }
        });
        for (var i = 0; i < 2 * Rooms; i++)
        {
            Assert.True(await session.NextAsync() is { Event: not null } or { Accepted: not null });
        }

        await posting;
        Assert.Equal(Rooms, session.Frames.Where(frame => frame.Event is not null).Select(frame => frame.Event.Room).Distinct().Count());

        await session.LeaveAsync($"{Room}-0");
        await session.UntilAsync(Kind.Left);
        Assert.Equal($"{Room}-one-more", (await session.JoinAsync($"{Room}-one-more")).Room);
    }

    internal static void AssertDense(List<Event> events, long after) =>
        Assert.Equal(Enumerable.Range(0, events.Count).Select(i => after + 1 + i), events.Select(@event => @event.Sequence));

    /// <returns>The epoch.</returns>
    private async Task<string> FillAsync(string room, int count)
    {
        using var session = await SessionTester.GreetAsync(_server.ConnectRooms(), "filler");
        var joined = await session.JoinAsync(room);
        var reading = Task.Run(() => session.EventsAsync(room, count));
        for (var i = 0; i < count; i++)
        {
            await session.PostAsync(room, $"fill-{i}", $"{i}");
        }

        await reading;

        // Once it has left, only the log has what it said.
        await session.CompleteAsync();
        Assert.Equal(StatusCode.OK, (await session.EndAsync()).StatusCode);
        return joined.Epoch;
    }
}
