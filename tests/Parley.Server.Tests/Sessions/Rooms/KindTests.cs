using Google.Protobuf;
using Grpc.Core;
using Parley.Protocol.Chat;
using Parley.Protocol.V1;
using Parley.Testing;
using Kind = Parley.Protocol.V1.ServerFrame.FrameOneofCase;

namespace Parley.Server.Tests.Sessions.Rooms;

public sealed class KindTests(SharedServer shared)
{
    private readonly ServerProcess _server = shared.Server;

    private static string Room => $"kinds-{TestContext.Current.TestMethod!.MethodName}";

    [Fact]
    public async Task Join_EmptyRoom_HasNoKindUntilItsFirstEvent()
    {
        using var session = await SessionTester.GreetAsync(_server.ConnectRooms(), "ada");

        Assert.Equal("", (await session.JoinAsync(Room)).Kind);
        await session.SayAsync(Room, "c1", "hello");
        using var other = await SessionTester.GreetAsync(_server.ConnectRooms(), "bob");

        Assert.Equal("chat", (await other.JoinAsync(Room)).Kind);
    }

    [Fact]
    public async Task Create_EmptyRoom_IsItsFirstEvent()
    {
        using var session = await SessionTester.GreetAsync(_server.ConnectRooms(), "ada");

        var joined = await session.JoinAsync(new Join { Room = Room, Last = 10, Create = new Create { Kind = "steps" } });

        Assert.Equal(("steps", 1, 0), (joined.Kind, joined.HeadSequence, joined.AfterSequence));
        var created = Assert.Single(await session.EventsAsync(Room, 1));
        Assert.Equal(new Created { Kind = "steps", Version = 1 }, created.Content.Created);
        Assert.Equal("ada", created.User);
        var rooms = await _server.ConnectRooms().ListRoomsAsync(new ListRoomsRequest { After = Room[..^1], PageSize = 1 });
        Assert.Equal((Room, "steps"), (rooms.Rooms[0].Room, rooms.Rooms[0].Kind));
    }

    [Fact]
    public async Task Create_ManyAtOnce_CreateTheRoomOnce()
    {
        var kinds = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            using var session = await SessionTester.GreetAsync(_server.ConnectRooms(), $"user-{i}");
            return (await session.JoinAsync(new Join { Room = Room, Create = new Create { Kind = "steps" } })).Kind;
        }));

        Assert.All(kinds, kind => Assert.Equal("steps", kind));
        var page = await _server.ConnectRooms().ListEventsAsync(new ListEventsRequest { Room = Room });
        Assert.Single(page.Events);
    }

    [Theory]
    [InlineData("chat", "steps")]
    [InlineData("steps", "chat")]
    public async Task Create_RoomOfAnotherKind_IsRefused(string actual, string asked)
    {
        var room = $"{Room}-{actual}";
        using var session = await SessionTester.GreetAsync(_server.ConnectRooms(), "ada");
        await session.JoinAsync(new Join { Room = room, Create = new Create { Kind = actual } });
        await session.LeaveAsync(room);
        await session.UntilAsync(Kind.Left);

        var rejected = await RefusesAsync(session, new Join { Room = room, Create = new Create { Kind = asked } });

        Assert.Equal((Code.KindMismatch, room), (rejected.Code, rejected.Room));
        Assert.Contains($"'{actual}'", rejected.Reason, StringComparison.Ordinal);
        Assert.Equal(actual, (await session.JoinAsync(room)).Kind);
    }

    [Theory]
    [InlineData("", 0, 0, Code.KindUnknown, "1 to 32")]
    [InlineData("Steps", 0, 0, Code.KindUnknown, "lower-case")]
    [InlineData("mystery", 0, 0, Code.KindUnknown, "It has chat, steps.")]
    [InlineData("steps", 2, 0, Code.Invalid, "version 2")]
    [InlineData("steps", uint.MaxValue, 0, Code.Invalid, "version")]
    [InlineData("steps", 0, 1, Code.Invalid, "no options")]
    [InlineData("steps", 0, 4_097, Code.Invalid, "4096 are allowed")]
    public async Task Create_Invalid_IsRefusedAndCreatesNothing(string kind, uint version, int options, Code code, string part)
    {
        var room = $"{Room}-{kind}-{version}-{options}";
        using var session = await SessionTester.GreetAsync(_server.ConnectRooms(), "ada");
        var create = new Create { Kind = kind, Version = version, Options = ByteString.CopyFrom(new byte[options]) };

        var rejected = await RefusesAsync(session, new Join { Room = room, Create = create });

        Assert.Equal(code, rejected.Code);
        Assert.Contains(part, rejected.Reason, StringComparison.Ordinal);
        Assert.Equal(0, (await session.JoinAsync(room)).HeadSequence);
    }

    [Fact]
    public async Task Steps_ForTheHead_AreAcceptedOnceAndMoveIt()
    {
        using var session = await SessionTester.GreetAsync(_server.ConnectRooms(), "ada");
        await session.JoinAsync(new Join { Room = Room, Create = new Create { Kind = "steps" } });

        await session.SendAsync(Steps("c1", 1, "a", "b"));
        await session.SendAsync(Steps("c2", 1, "late"));
        await session.SendAsync(Steps("c1", 1, "a", "b"));
        await session.SendAsync(Steps("c3", 7, "ahead"));
        await session.SendAsync(Steps("c4", 2, "next"));

        Assert.Equal(2, (await session.UntilAsync(Kind.Accepted)).Accepted.Sequence);
        var late = (await session.UntilAsync(Kind.Rejected)).Rejected;
        Assert.Equal((Code.SequenceMoved, "c2", 2), (late.Code, late.CommandId, late.HeadSequence));
        Assert.Equal(2, (await session.UntilAsync(Kind.Accepted)).Accepted.Sequence);
        var ahead = (await session.UntilAsync(Kind.Rejected)).Rejected;
        Assert.Equal((Code.SequenceMoved, "c3", 2), (ahead.Code, ahead.CommandId, ahead.HeadSequence));
        Assert.Equal(3, (await session.UntilAsync(Kind.Accepted)).Accepted.Sequence);
        var page = await _server.ConnectRooms().ListEventsAsync(new ListEventsRequest { Room = Room });
        Assert.Equal(["a", "b"], page.Events[1].Content.Steps.Steps_.Select(step => step.ToStringUtf8()));
    }

    [Fact]
    public async Task ExpectedSequence_InAnyRoom_IsKept()
    {
        var rooms = _server.ConnectRooms();
        var request = new PostRequest { Room = Room, User = "ada", CommandId = "c1", Content = Text("one"), ExpectedSequence = 0 };

        Assert.Equal(1, (await rooms.PostAsync(request)).Sequence);
        Assert.Equal(1, (await rooms.PostAsync(request)).Sequence);
        request.CommandId = "c2";
        var moved = await Assert.ThrowsAsync<RpcException>(async () => await rooms.PostAsync(request));
        request.ExpectedSequence = -1;
        var negative = await Assert.ThrowsAsync<RpcException>(async () => await rooms.PostAsync(request));

        Assert.Equal(
            (StatusCode.Aborted, $"{(int)Code.SequenceMoved}", "1"),
            (moved.StatusCode, moved.Trailers.GetValue("parley-code"), moved.Trailers.GetValue("parley-head-sequence")));
        Assert.Equal(StatusCode.InvalidArgument, negative.StatusCode);
    }

    [Fact]
    public async Task Post_WhatTheKindDoesNotAccept_IsRefused()
    {
        using var session = await SessionTester.GreetAsync(_server.ConnectRooms(), "ada");
        await session.JoinAsync(new Join { Room = Room, Create = new Create { Kind = "steps" } });
        await session.JoinAsync(new Join { Room = $"{Room}-chat", Create = new Create { Kind = "chat" } });

        await session.PostAsync(Room, "c1", "a message");
        Assert.Equal(Code.Invalid, (await session.UntilAsync(Kind.Rejected)).Rejected.Code);
        await session.SendAsync(new ClientFrame { Post = new Post { Room = $"{Room}-chat", CommandId = "c2", Content = StepsOf("x") } });
        Assert.Equal(Code.Invalid, (await session.UntilAsync(Kind.Rejected)).Rejected.Code);
        await session.SendAsync(new ClientFrame
        {
            Post = new Post { Room = $"{Room}-new", CommandId = "c3", Content = new Content { Created = new Created { Kind = "steps" } } },
        });
        Assert.Equal(Code.NotJoined, (await session.UntilAsync(Kind.Rejected)).Rejected.Code);
        await session.SendAsync(new ClientFrame
        {
            Post = new Post { Room = Room, CommandId = "c4", Content = new Content { Created = new Created { Kind = "steps" } } },
        });
        Assert.Contains("Join it with create", (await session.UntilAsync(Kind.Rejected)).Rejected.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JoinChat_RoomOfAnotherKind_ShowsNothingAndCannotPost()
    {
        using var session = await SessionTester.GreetAsync(_server.ConnectRooms(), "ada");
        await session.JoinAsync(new Join { Room = Room, Create = new Create { Kind = "steps" } });
        await session.SendAsync(Steps("c1", 1, "a"));
        await session.UntilAsync(Kind.Accepted);
        using var chat = _server.Connect().JoinChat(new Metadata { { "parley-room", Room }, { "parley-history", "10" } });
        await chat.ResponseHeadersAsync;

        await chat.RequestStream.WriteAsync(new ChatMessage { UserId = "bob", Text = "hello" });

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await chat.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
    }

    private static ClientFrame Steps(string commandId, long expected, params string[] steps) => new()
    {
        Post = new Post { Room = Room, CommandId = commandId, ExpectedSequence = expected, Content = StepsOf(steps) },
    };

    private static Content StepsOf(params string[] steps) =>
        new() { Steps = new Steps { Steps_ = { steps.Select(ByteString.CopyFromUtf8) } } };

    private static Content Text(string text) => new() { Message = new Message { Text = text } };

    private static async Task<Rejected> RefusesAsync(SessionTester session, Join join)
    {
        await session.SendAsync(new ClientFrame { Join = join });
        return (await session.UntilAsync(Kind.Rejected)).Rejected;
    }
}
