using Parley.Client.Tests.Fakes;
using Parley.Protocol.V1;
using Parley.Testing;

namespace Parley.Client.Tests.Connections;

public sealed class ReconnectTests
{
    [Fact]
    public async Task Reconnect_AfterACut_ResumesEveryRoomWhereItWas()
    {
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync();
        var one = await parley.JoinAsync("one");
        var two = await parley.JoinAsync("two");
        await using var ones = one.Read();
        await using var twos = two.Read();
        var session = await server.SessionAsync();
        server.Rooms.Post("one", "ben", "a");
        server.Rooms.Post("two", "ben", "b");
        Assert.Equal(["a"], await ones.NextTextsAsync(1));
        Assert.Equal(["b"], await twos.NextTextsAsync(1));

        server.OnOpen = () => server.Rooms.Post("one", "ben", "meanwhile");
        session.Cut();

        var next = await server.SessionAsync();
        Assert.Equal(["meanwhile"], await ones.NextTextsAsync(1));
        server.Rooms.Post("two", "ben", "later");
        Assert.Equal(["later"], await twos.NextTextsAsync(1));
        var joins = new[]
        {
            (await next.NextAsync(ClientFrame.FrameOneofCase.Join)).Join,
            (await next.NextAsync(ClientFrame.FrameOneofCase.Join)).Join,
        };
        Assert.All(joins, join => Assert.Equal(("e1", 1), (join.After.Epoch, join.After.Sequence)));
    }

    [Fact]
    public async Task Reconnect_WithAJoinInFlight_JoinsAgain()
    {
        await using var server = await FakeServer.StartAsync();
        server.Rooms.Post("lobby", "ben", "a");
        server.Rooms.Post("lobby", "ben", "b");
        server.OnFirst(ClientFrame.FrameOneofCase.Join, session => session.Cut());
        await using var parley = await server.ConnectAsync();

        var room = await parley.JoinAsync("lobby", From.Last(1)).Within("the join");

        await using var reader = room.Read();
        Assert.Equal(["b"], await reader.NextTextsAsync(1));
    }

    [Fact]
    public async Task Read_EventSentTwice_IsReadOnce()
    {
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync();
        var room = await parley.JoinAsync("lobby");
        await using var reader = room.Read();
        var session = await server.SessionAsync();

        server.Rooms.Post("lobby", "ben", "a");
        session.Send(new ServerFrame { Event = server.Rooms.Log("lobby")[0] });
        server.Rooms.Post("lobby", "ben", "b");

        Assert.Equal(["a", "b"], await reader.NextTextsAsync(2));
    }

    [Fact]
    public async Task Reconnect_ServerSkipsAnEvent_GetsItFromANewSession()
    {
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync();
        var room = await parley.JoinAsync("lobby");
        await using var reader = room.Read();
        var session = await server.SessionAsync();
        server.Rooms.Leave(session);
        server.Rooms.Post("lobby", "ben", "a");
        server.Rooms.Post("lobby", "ben", "b");

        session.Send(new ServerFrame { Event = server.Rooms.Log("lobby")[1] });

        await server.SessionAsync();
        Assert.Equal(["a", "b"], await reader.NextTextsAsync(2));
    }

    [Fact]
    public async Task Join_ResumedElsewhere_IsRepeatedOnANewSession()
    {
        await using var server = await FakeServer.StartAsync();
        server.Rooms.Post("lobby", "ben", "a");
        server.Rooms.Post("lobby", "ben", "b");
        var elsewhere = new Joined { Room = "lobby", Epoch = "e1", HeadSequence = 2, AfterSequence = 1, Resumed = true };
        server.OnFirst(ClientFrame.FrameOneofCase.Join, session => session.Send(new ServerFrame { Joined = elsewhere }));
        await using var parley = await server.ConnectAsync();

        var room = await parley.JoinAsync("lobby", From.After(new("e1", 0))).Within("the join");

        await using var reader = room.Read();
        Assert.Equal(["a", "b"], await reader.NextTextsAsync(2));
    }

    [Theory]
    [InlineData(Code.Unavailable)]
    [InlineData(Code.BelowFloor)]
    public async Task Left_Temporarily_RejoinsWhereTheRoomWas(Code code)
    {
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync();
        var room = await parley.JoinAsync("lobby");
        await using var reader = room.Read();
        var session = await server.SessionAsync();
        server.Rooms.Leave(session, "lobby");
        session.Send(new ServerFrame { Left = new() { Room = "lobby", Code = code, Reason = "Join again." } });

        server.Rooms.Post("lobby", "ben", "a");

        Assert.Equal(["a"], await reader.NextTextsAsync(1));
        Assert.Equal(2, await room.SayAsync("b").Within("an answer"));
    }

    [Fact]
    public async Task Reconnect_500ClientsCutAtOnce_AreBackIn10Seconds()
    {
        await using var server = await FakeServer.StartAsync();
        var clients = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => server.ConnectAsync(o => o with { Backoff = new() })));
        var back = clients.Select(parley => parley.WhenAsync(ConnectionState.Connected)).ToList();
        var sessions = new List<FakeSession>();
        while (sessions.Count < clients.Length)
        {
            sessions.Add(await server.SessionAsync());
        }

        sessions.ForEach(session => session.Cut());

        await Task.WhenAll(back).WaitAsync(TimeSpan.FromSeconds(10));
        await Task.WhenAll(clients.Select(parley => parley.DisposeAsync().AsTask()));
    }
}
