using Grpc.Core;
using Parley.Protocol.V1;
using Parley.Testing;
using Kind = Parley.Protocol.V1.ServerFrame.FrameOneofCase;

namespace Parley.Server.Tests.Sessions.Rooms;

public sealed class LeaveTests(SharedServer shared)
{
    private readonly ServerProcess _server = shared.Server;

    private static string Room => $"leaving-{TestContext.Current.TestMethod!.MethodName}";

    [Fact]
    public async Task Leave_ThenJoinAgain_ContinuesAfterThePosition()
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

        var again = await session.JoinAsync(
            new Join { Room = Room, After = new Position { Epoch = session.Frames[1].Joined.Epoch, Sequence = position } });
        Assert.True(again.Resumed);
        Assert.Equal(2, (await session.EventsAsync(Room, 2))[1].Sequence);
    }

    [Fact]
    public async Task LeaveAndJoin_ManyTimesAtOnce_AreAnsweredInOrder()
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
    public async Task HalfClose_AfterPosts_DeliversEverythingAndEndsOk()
    {
        const int Posts = 3_000;
        await RoomData.FillAsync(_server, Room, 2_000);
        using var session = await SessionTester.GreetAsync(_server.ConnectRooms(), "ada");
        await session.SendAsync(new ClientFrame { Join = new Join { Room = Room, Last = long.MaxValue } });
        var reading = Task.Run(session.EndAsync);
        for (var i = 0; i < Posts; i++)
        {
            await session.PostAsync(Room, $"{i}", $"{i}");
        }

        await session.CompleteAsync();

        Assert.Equal(StatusCode.OK, (await reading).StatusCode);
        Sequences.AssertDense(await session.EventsAsync(Room, 2_000 + Posts), 0);
        Assert.Equal(
            Enumerable.Range(2_001, Posts).Select(i => (long)i),
            session.Frames.Where(frame => frame.Accepted is not null).Select(frame => frame.Accepted.Sequence));
    }

    [Fact]
    public async Task HalfClose_WithoutAFrame_EndsOk()
    {
        using var session = SessionTester.Open(_server.ConnectRooms());

        await session.CompleteAsync();

        Assert.Equal(StatusCode.OK, (await session.EndAsync()).StatusCode);
        Assert.Empty(session.Frames);
    }
}
