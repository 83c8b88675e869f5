using Parley.Client.Tests.Fakes;
using Parley.Protocol;
using Parley.Protocol.V1;
using Parley.Testing;

namespace Parley.Client.Tests.Rooms;

public sealed class LeaveTests
{
    [Fact]
    public async Task Leave_Room_EndsItsReaderAndAllowsAnotherJoin()
    {
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync();
        var room = await parley.JoinAsync("lobby");
        await room.SayAsync("hello").Within("an answer");

        await room.LeaveAsync().Within("the leave");

        await using var reader = room.Read();
        Assert.Equal(["hello"], await reader.NextTextsAsync(1));
        Assert.False(await reader.MoveNextAsync().AsTask().Within("the end"));
        Assert.Equal(ParleyCode.Left, (await Assert.ThrowsAsync<ParleyException>(() => room.SayAsync("anyone?"))).Code);
        var again = await parley.JoinAsync("lobby").Within("the join");
        Assert.Equal(2, await again.SayAsync("back").Within("an answer"));
    }

    [Fact]
    public async Task Leave_WithUnansweredPosts_WaitsForTheAnswers()
    {
        await using var server = await FakeServer.StartAsync();
        server.Hold(ClientFrame.FrameOneofCase.Post);
        await using var parley = await server.ConnectAsync();
        var room = await parley.JoinAsync("lobby");
        var session = await server.SessionAsync();
        var said = room.SayAsync("hello");
        var leaving = room.LeaveAsync();
        var post = (await session.NextAsync(ClientFrame.FrameOneofCase.Post)).Post;

        session.Accept(post, 1);

        await leaving.Within("the leave");
        Assert.Equal(1, await said);
    }

    [Fact]
    public async Task Leave_CutOff_LeavesTheRoom()
    {
        await using var server = await FakeServer.StartAsync();
        server.Script = (session, frame) =>
        {
            if (frame.FrameCase == ClientFrame.FrameOneofCase.Leave)
            {
                session.Cut();
                return true;
            }

            return false;
        };
        await using var parley = await server.ConnectAsync();
        var room = await parley.JoinAsync("lobby");
        await server.SessionAsync();

        await room.LeaveAsync().Within("the leave");

        var other = await parley.JoinAsync("other").Within("the join");
        var session = await server.SessionAsync();
        Assert.Equal(other.Name, (await session.NextAsync(ClientFrame.FrameOneofCase.Join)).Join.Room);
    }

    [Fact]
    public async Task Join_RoomAlreadyJoined_Throws()
    {
        await using var server = await FakeServer.StartAsync();
        await using var parley = await server.ConnectAsync();
        await parley.JoinAsync("lobby");

        Assert.Equal(ParleyCode.AlreadyJoined, (await Assert.ThrowsAsync<ParleyException>(() => parley.JoinAsync("lobby"))).Code);
    }

    [Fact]
    public async Task Join_AfterACancelledJoin_GetsItsOwnAnswer()
    {
        await using var server = await FakeServer.StartAsync();
        server.Rooms.Post("lobby", "ben", "a");
        server.Script = (_, frame) => frame.FrameCase is ClientFrame.FrameOneofCase.Join or ClientFrame.FrameOneofCase.Leave;
        await using var parley = await server.ConnectAsync();
        var session = await server.SessionAsync();
        using var cancel = new CancellationTokenSource();
        var cancelled = parley.JoinAsync("lobby", cancel.Token);
        var first = (await session.NextAsync(ClientFrame.FrameOneofCase.Join)).Join;
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

        var second = parley.JoinAsync("lobby", From.Beginning);
        var leave = (await session.NextAsync(ClientFrame.FrameOneofCase.Leave)).Leave;
        server.Release();
        server.Rooms.Join(session, first);
        server.Rooms.Leave(session, leave.Room);
        session.Send(new ServerFrame { Left = new() { Room = leave.Room, Code = Code.Left } });

        var room = await second.Within("the join");
        await using var reader = room.Read();
        Assert.Equal(["a"], await reader.NextTextsAsync(1));
    }
}
