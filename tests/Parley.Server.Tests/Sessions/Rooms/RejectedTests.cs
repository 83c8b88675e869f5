using Google.Protobuf;
using Parley.Protocol.V1;
using Parley.Testing;

namespace Parley.Server.Tests.Sessions.Rooms;

/// <summary>A refused frame changes nothing. The refusal has a code, and the session continues.</summary>
public sealed class RejectedTests(SharedServer shared)
{
    private readonly ServerProcess _server = shared.Server;

    private static string Room => $"rejected-{TestContext.Current.TestMethod!.MethodName}";

    [Fact]
    public Task Hello_Twice_IsRefused() => RefusesAsync(SessionTester.Hello("bob"), Code.AlreadyGreeted);

    [Fact]
    public Task Join_Twice_IsRefused() =>
        RefusesAsync(new ClientFrame { Join = new Join { Room = Room, Last = 10 } }, Code.AlreadyJoined);

    [Theory]
    [InlineData("")]
    [InlineData("has space")]
    [InlineData("ünïcode")]
    [InlineData("line\nbreak")]
    public async Task Join_InvalidRoomName_IsRefused(string name)
    {
        var rejected = await RefusesAsync(new ClientFrame { Join = new Join { Room = name } }, Code.Invalid);

        Assert.Equal(name, rejected.Room);
        Assert.Contains("room name", rejected.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Join_LongRoomName_IsAcceptedUpToTheLimit()
    {
        using var session = await SessionTester.GreetAsync(_server.ConnectRooms(), "ada");

        Assert.Equal(new string('r', 128), (await session.JoinAsync(new string('r', 128))).Room);
        await session.SendAsync(new ClientFrame { Join = new Join { Room = new string('r', 129) } });

        Assert.Equal(Code.Invalid, (await session.NextAsync(ServerFrame.FrameOneofCase.Rejected)).Rejected.Code);
    }

    [Fact]
    public Task Join_AfterANegativeSequence_IsRefused() => RefusesAsync(
        new ClientFrame { Join = new Join { Room = "negative", After = new Position { Epoch = "any", Sequence = -1 } } }, Code.Invalid);

    [Fact]
    public Task Join_NegativeNumberOfLastEvents_IsRefused() =>
        RefusesAsync(new ClientFrame { Join = new Join { Room = "negative", Last = -1 } }, Code.Invalid);

    [Fact]
    public Task Leave_RoomNotJoined_IsRefused() =>
        RefusesAsync(new ClientFrame { Leave = new Leave { Room = "elsewhere" } }, Code.NotJoined);

    [Theory]
    [InlineData("")]
    [InlineData("has space")]
    public async Task Frame_InvalidRoomName_IsRefusedAsInvalid(string name)
    {
        foreach (var frame in new[]
        {
            new ClientFrame { Leave = new Leave { Room = name } },
            SessionTester.Post(name, "c", "text"),
            new ClientFrame { Signal = new Signal { Room = name, Key = "typing" } },
        })
        {
            Assert.Contains("room name", (await RefusesAsync(frame, Code.Invalid)).Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Post_RoomNotJoined_IsRefused()
    {
        var rejected = await RefusesAsync(SessionTester.Post("elsewhere", "c1", "text"), Code.NotJoined);

        Assert.Equal(("elsewhere", "c1"), (rejected.Room, rejected.CommandId));
    }

    [Fact]
    public Task Signal_RoomNotJoined_IsRefused() =>
        RefusesAsync(new ClientFrame { Signal = new Signal { Room = "elsewhere", Key = "typing" } }, Code.NotJoined);

    [Fact]
    public Task Signal_EmptyKey_IsRefused() => RefusesAsync(new ClientFrame { Signal = new Signal { Room = Room } }, Code.Invalid);

    [Theory]
    [InlineData(64, 1_024, true)]
    [InlineData(65, 0, false)]
    [InlineData(64, 1_025, false)]
    public async Task Signal_LongKeyOrContent_IsAcceptedUpToTheLimits(int key, int content, bool isAccepted)
    {
        var room = $"{Room}-{key}-{content}";
        using var other = await SessionTester.JoinAsync(_server.ConnectRooms(), "bob", room);
        using var session = await SessionTester.JoinAsync(_server.ConnectRooms(), "ada", room);
        var signal = new Signal { Room = room, Key = new string('k', key - 2) + "é", Content = ByteString.CopyFrom(new byte[content]) };

        await session.SendAsync(new ClientFrame { Signal = signal });

        if (isAccepted)
        {
            var received = (await other.UntilAsync(ServerFrame.FrameOneofCase.Signal)).Signal;
            Assert.Equal((signal.Key, signal.Content, "ada"), (received.Key, received.Content, received.User));
        }
        else
        {
            Assert.Equal(Code.Invalid, (await session.UntilAsync(ServerFrame.FrameOneofCase.Rejected)).Rejected.Code);
        }
    }

    [Theory]
    [InlineData("x", 16_385)]
    [InlineData("é", 8_193)]
    [InlineData("🎉", 4_097)]
    public async Task Text_OverTheLimit_IsRefused(string character, int count) => await RefusesAsync(
        SessionTester.Post(Room, "c", string.Concat(Enumerable.Repeat(character, count))), Code.TextTooLong);

    [Theory]
    [InlineData("x", 16_384)]
    [InlineData("é", 8_192)]
    [InlineData("", 0)]
    public async Task Text_AtTheLimit_IsAccepted(string character, int count)
    {
        using var session = await SessionTester.JoinAsync(_server.ConnectRooms(), "ada", $"{Room}-{count}");

        var text = string.Concat(Enumerable.Repeat(character, count));
        await session.PostAsync($"{Room}-{count}", "c", text);

        Assert.Equal(text, (await session.EventsAsync($"{Room}-{count}", 1))[0].Content.Message.Text);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    public Task CommandId_EmptyOrTooLong_IsRefused(int length) =>
        RefusesAsync(SessionTester.Post(Room, length == 0 ? "" : new string('c', length - 2) + "é", "text"), Code.CommandIdInvalid);

    [Fact]
    public async Task CommandId_AtTheLimit_IsAccepted()
    {
        using var session = await SessionTester.JoinAsync(_server.ConnectRooms(), "ada", Room);

        Assert.Equal(1, await session.SayAsync(Room, new string('c', 62) + "é", "text"));
    }

    [Fact]
    public async Task CommandId_ReusedForOtherText_IsRefused()
    {
        using var ada = await SessionTester.JoinAsync(_server.ConnectRooms(), "ada", Room);
        using var bob = await SessionTester.JoinAsync(_server.ConnectRooms(), "bob", Room);

        Assert.Equal(1, await ada.SayAsync(Room, "c1", "text"));
        await ada.PostAsync(Room, "c1", "other text");
        var rejected = (await ada.UntilAsync(ServerFrame.FrameOneofCase.Rejected)).Rejected;

        Assert.Equal((Room, "c1", Code.CommandIdReused, 0), (rejected.Room, rejected.CommandId, rejected.Code, rejected.RetryAfterMs));
        Assert.Equal(2, await bob.SayAsync(Room, "c1", "bob's text"));
        Assert.Equal(3, await ada.SayAsync(Room, "c2", "other text"));
    }

    [Fact]
    public Task Post_WithoutContent_IsRefused() =>
        RefusesAsync(new ClientFrame { Post = new Post { Room = Room, CommandId = "c" } }, Code.Invalid);

    [Fact]
    public Task Post_EmptyContent_IsRefused() =>
        RefusesAsync(new ClientFrame { Post = new Post { Room = Room, CommandId = "c", Content = new Content() } }, Code.Invalid);

    [Fact]
    public async Task Post_UnknownContent_IsRefusedWithItsNumber()
    {
        var post = new Post { Room = Room, CommandId = "c", Content = Content.Parser.ParseFrom([0x7a, 2, 1, 2]) };

        var rejected = await RefusesAsync(new ClientFrame { Post = post }, Code.UnknownFrame);

        Assert.Equal((Room, "c"), (rejected.Room, rejected.CommandId));
        Assert.Contains("15", rejected.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Frame_UnknownKind_IsRefusedWithItsNumber()
    {
        var rejected = await RefusesAsync(ClientFrame.Parser.ParseFrom([0xa2, 0x06, 3, 1, 2, 3]), Code.UnknownFrame);

        Assert.Contains("100", rejected.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public Task Frame_Empty_IsRefused() => RefusesAsync(new ClientFrame(), Code.Invalid);

    [Fact]
    public async Task Frame_UnknownFields_AreIgnored()
    {
        using var session = await SessionTester.GreetAsync(_server.ConnectRooms(), "ada");

        await session.SendAsync(ClientFrame.Parser.ParseFrom([0x32, 3, 0x7a, 1, 9, 0xa2, 0x06, 1, 1]));

        await session.NextAsync(ServerFrame.FrameOneofCase.Pong);
    }

    /// <summary>Asserts that a session in <see cref="Room"/> has a frame refused, and still posts and reads there afterwards.</summary>
    private async Task<Rejected> RefusesAsync(ClientFrame frame, Code code)
    {
        using var session = await SessionTester.JoinAsync(_server.ConnectRooms(), "ada", Room);
        var command = Guid.NewGuid().ToString("N");

        await session.SendAsync(frame);
        var rejected = (await session.NextAsync(ServerFrame.FrameOneofCase.Rejected)).Rejected;
        Assert.Equal(code, rejected.Code);
        Assert.NotEmpty(rejected.Reason);
        Assert.Equal(0, rejected.RetryAfterMs);

        await session.PostAsync(Room, command, "continues");
        await session.UntilAsync(seen => seen.Event?.CommandId == command, "the event after a refusal");
        Assert.Single(session.Frames, seen => seen.FrameCase == ServerFrame.FrameOneofCase.Rejected);
        return rejected;
    }
}
