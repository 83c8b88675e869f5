using Parley.Client.Tests.Fakes;
using Parley.Protocol;
using Parley.Protocol.V1;

namespace Parley.Client.Tests.Rooms;

public sealed class ReadTests
{
    [Fact]
    public async Task Read_FromASavedPosition_ResumesAfterIt()
    {
        await using var server = await FakeServer.StartAsync();
        foreach (var text in (string[])["a", "b", "c"])
        {
            server.Rooms.Post("lobby", "ben", text);
        }

        string saved;
        await using (var parley = await server.ConnectAsync())
        {
            var room = await parley.JoinAsync("lobby", From.Beginning);
            Assert.Equal(new("e1", 0), room.Position);
            await using var reader = room.Read();
            Assert.Equal(["a", "b"], await reader.NextTextsAsync(2));
            saved = room.Position.ToString();
        }

        await using var next = await server.ConnectAsync();
        var again = await next.JoinAsync("lobby", From.After(Position.Parse(saved)));
        await using var rest = again.Read();
        Assert.Equal(["c"], await rest.NextTextsAsync(1));
        Assert.Equal("e1 3", again.Position.ToString());
    }

    [Theory]
    [InlineData("old", 1)]
    [InlineData("e1", 3)]
    public async Task Read_FromAnUnknownPosition_StartsWithNotResumed(string epoch, long sequence)
    {
        await using var server = await FakeServer.StartAsync();
        server.Rooms.Post("lobby", "ben", "a");
        server.Rooms.Post("lobby", "ben", "b");
        await using var parley = await server.ConnectAsync();

        var room = await parley.JoinAsync("lobby", From.After(new(epoch, sequence)));

        await using var reader = room.Read();
        Assert.Equal(new(epoch, sequence), room.Position);
        var lost = Assert.IsType<NotResumed>(await reader.NextAsync());
        Assert.Equal((new Position(epoch, sequence), new Position("e1", 2)), (lost.Lost, lost.Now));
        Assert.Equal(lost.Now, room.Position);
        server.Rooms.Post("lobby", "ben", "c");
        Assert.Equal(["c"], await reader.NextTextsAsync(1));
    }

    [Fact]
    public async Task Read_AfterTheLogWasLost_ReturnsNotResumed()
    {
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync();
        var room = await parley.JoinAsync("lobby");
        await using var reader = room.Read();
        server.Rooms.Post("lobby", "ben", "a");
        server.Rooms.Post("lobby", "ben", "b");
        Assert.Equal(["a", "b"], await reader.NextTextsAsync(2));

        server.OnOpen = () =>
        {
            server.OnOpen = () => { };
            server.Rooms.Lose("e2");
            server.Rooms.Post("lobby", "ben", "new");
        };
        (await server.SessionAsync()).Cut();

        var lost = Assert.IsType<NotResumed>(await reader.NextAsync());
        Assert.Equal((new Position("e1", 2), new Position("e2", 1)), (lost.Lost, lost.Now));
        await server.SessionAsync();
        server.Rooms.Post("lobby", "ben", "newer");
        Assert.Equal(["newer"], await reader.NextTextsAsync(1));
        Assert.Equal(new("e2", 2), room.Position);
    }

    [Fact]
    public async Task Read_UnknownKind_ReturnsUnknownEventWithItsSequence()
    {
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync();
        var room = await parley.JoinAsync("lobby");
        await using var reader = room.Read();

        server.Rooms.PostUnknown("lobby");
        server.Rooms.Post("lobby", "ben", "a");

        Assert.Equal(1, Assert.IsType<UnknownEvent>(await reader.NextAsync()).Sequence);
        Assert.Equal(["a"], await reader.NextTextsAsync(1));
    }

    [Fact]
    public async Task Read_ErasedAndErasure_ReturnsWhatIsKnownOfThem()
    {
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync();
        var room = await parley.JoinAsync("lobby");
        await using var reader = room.Read();

        server.Rooms.Post("lobby", new Content { Erased = new Erased() });
        server.Rooms.Post("lobby", new Content { Erasure = new Erasure { Sequences = { 1, 7 } } });

        var erased = Assert.IsType<ErasedEvent>(await reader.NextAsync());
        Assert.Equal((1, "new"), (erased.Sequence, erased.User));
        Assert.Equal([1, 7], Assert.IsType<ErasureEvent>(await reader.NextAsync()).Sequences);
        Assert.Equal(new("e1", 2), room.Position);
    }

    [Fact]
    public async Task Read_BySecondReader_ThrowsUntilTheFirstIsDone()
    {
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync();
        var room = await parley.JoinAsync("lobby");
        server.Rooms.Post("lobby", "ben", "a");
        server.Rooms.Post("lobby", "ben", "b");
        var first = room.Read();
        Assert.Equal(["a"], await first.NextTextsAsync(1));

        await using var second = room.Read();
        await Assert.ThrowsAsync<InvalidOperationException>(() => second.NextAsync());
        await first.DisposeAsync();

        await using var third = room.Read();
        Assert.Equal(["b"], await third.NextTextsAsync(1));
    }

    [Fact]
    public async Task Read_Cancelled_LosesNothing()
    {
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync();
        var room = await parley.JoinAsync("lobby");
        using var cancel = new CancellationTokenSource();
        await using (var reader = room.Read(cancel.Token))
        {
            var waiting = reader.NextAsync();
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        }

        server.Rooms.Post("lobby", "ben", "a");
        await using var next = room.Read();
        Assert.Equal(["a"], await next.NextTextsAsync(1));
    }

    [Fact]
    public async Task Read_RoomEndedByTheServer_ThrowsAfterTheLastEvent()
    {
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync();
        var room = await parley.JoinAsync("lobby");
        server.Rooms.Post("lobby", "ben", "a");

        var left = new Left { Room = "lobby", Code = (Code)77, Reason = "You were asked to leave." };
        (await server.SessionAsync()).Send(new ServerFrame { Left = left });

        await using var reader = room.Read();
        Assert.Equal(["a"], await reader.NextTextsAsync(1));
        var failure = await Assert.ThrowsAsync<ParleyException>(() => reader.NextAsync());
        Assert.Equal(((ParleyCode)77, "You were asked to leave."), (failure.Code, failure.Reason));
    }

    [Fact]
    public async Task IsLagging_UntilCaughtUp_IsTrue()
    {
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync();
        var room = await parley.JoinAsync("lobby");
        var session = await server.SessionAsync();
        await using var reader = room.Read();

        session.Send(new ServerFrame { Lagging = new() { Room = "lobby", HeadSequence = 9 } });
        server.Rooms.Post("lobby", "ben", "a");
        await reader.NextAsync();
        Assert.True(room.IsLagging);
        session.Send(new ServerFrame { CaughtUp = new() { Room = "lobby" } });
        server.Rooms.Post("lobby", "ben", "b");
        await reader.NextAsync();
        Assert.False(room.IsLagging);
    }

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("epoch")]
    [InlineData("epoch -1")]
    [InlineData("epoch x")]
    public void Parse_NotAPosition_Throws(string text) => Assert.Throws<FormatException>(() => Position.Parse(text));
}
