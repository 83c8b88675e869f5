using Parley.Protocol.V1;
using Parley.Testing;
using Kind = Parley.Protocol.V1.ServerFrame.FrameOneofCase;

namespace Parley.Server.Tests.Sessions.Rooms;

public sealed class JoinTests(SharedServer shared)
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
    public async Task Join_WithoutAPosition_StartsWithNewEvents()
    {
        await RoomData.FillAsync(_server, Room, 5);
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
    public async Task Join_WithLastEvents_StartsWithThem(long last, long after)
    {
        var room = $"{Room}-{last}";
        await RoomData.FillAsync(_server, room, 5);
        using var session = await SessionTester.GreetAsync(_server.ConnectRooms(), "ada");

        var joined = await session.JoinAsync(new Join { Room = room, Last = last });
        await session.PostAsync(room, "new", "new");

        Assert.Equal((5, after, false), (joined.HeadSequence, joined.AfterSequence, joined.Resumed));
        Sequences.AssertDense(await session.EventsAsync(room, (int)(6 - after)), after);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task Join_AfterAPosition_ContinuesAfterIt(long sequence)
    {
        var room = $"{Room}-{sequence}";
        var epoch = await RoomData.FillAsync(_server, room, 5);
        using var session = await SessionTester.GreetAsync(_server.ConnectRooms(), "ada");

        var joined = await session.JoinAsync(new Join { Room = room, After = new Position { Epoch = epoch, Sequence = sequence } });
        await session.PostAsync(room, "new", "new");

        Assert.Equal((5, sequence, true), (joined.HeadSequence, joined.AfterSequence, joined.Resumed));
        Sequences.AssertDense(await session.EventsAsync(room, (int)(6 - sequence)), sequence);
    }

    [Theory]
    [InlineData(true, 6)]
    [InlineData(true, long.MaxValue)]
    [InlineData(false, 3)]
    [InlineData(false, 0)]
    public async Task Join_AfterAnUnknownPosition_IsNotResumed(bool isEpochKnown, long sequence)
    {
        var room = $"{Room}-{isEpochKnown}-{sequence}";
        var epoch = await RoomData.FillAsync(_server, room, 5);
        using var session = await SessionTester.GreetAsync(_server.ConnectRooms(), "ada");

        var joined = await session.JoinAsync(
            new Join { Room = room, After = new Position { Epoch = isEpochKnown ? epoch : "unknown", Sequence = sequence } });
        await session.PostAsync(room, "new", "new");

        Assert.Equal((5, 5, false, epoch), (joined.HeadSequence, joined.AfterSequence, joined.Resumed, joined.Epoch));
        Assert.Equal(6, (await session.EventsAsync(room, 1))[0].Sequence);
    }

    [Fact]
    public async Task Event_OfAPost_HasUserTimeAndCommandId()
    {
        using var session = await SessionTester.JoinAsync(_server.ConnectRooms(), "ada", Room);
        var before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

        await session.PostAsync(Room, "c1", "hello");
        var @event = (await session.UntilAsync(Kind.Event)).Event;

        Assert.Equal((Room, 1, "ada", "c1"), (@event.Room, @event.Sequence, @event.User, @event.CommandId));
        Assert.Equal("hello", @event.Content.Message.Text);
        Assert.InRange(@event.TimeMs, before, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task Join_AnywhereWhileOthersTalk_HasNoGapOrDuplicate()
    {
        const int Before = 20_000;
        const int During = 5_000;
        var epoch = await RoomData.FillAsync(_server, Room, Before);
        using var speaker = await SessionTester.JoinAsync(_server.ConnectRooms(), "speaker", Room);
        var posting = Task.Run(async () =>
        {
            for (var i = 0; i < During; i++)
            {
                await speaker.PostAsync(Room, $"during-{i}", $"{i}");
            }
        });
        var reading = Task.Run(() => speaker.EventsAsync(Room, During));

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
            Sequences.AssertDense(await session.EventsAsync(Room, (int)(Before + During - joined.AfterSequence)), joined.AfterSequence);
        })));
        await posting;
        Sequences.AssertDense(await reading, Before);
    }

    [Fact]
    public async Task Join_FarBehind_GetsLaggingThenCaughtUp()
    {
        await RoomData.FillAsync(_server, Room, 3_000);
        using var session = await SessionTester.GreetAsync(_server.ConnectRooms(), "ada");

        await session.JoinAsync(new Join { Room = Room, Last = 3_000 });
        var lagging = (await session.NextAsync(Kind.Lagging)).Lagging;
        var caughtUp = (await session.UntilAsync(Kind.CaughtUp)).CaughtUp;

        Assert.Equal((Room, 0, 3_000), (lagging.Room, lagging.Sequence, lagging.HeadSequence));
        Assert.Equal((Room, 3_000), (caughtUp.Room, caughtUp.Sequence));
        Assert.Equal(3_000, (await session.EventsAsync(Room, 3_000)).Count);
    }

    [Fact]
    public async Task Join_1000Rooms_AllDeliverAndOneMoreIsRefused()
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
}
