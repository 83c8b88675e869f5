using Grpc.Core;
using Parley.Client.Tests.Fakes;
using Parley.Protocol.V1;
using static Parley.Protocol.V1.ClientFrame;

namespace Parley.Interop.Tests.Sessions;

/// <summary>How the libraries of two languages react to behaviour that a real server shows only when it is in trouble.</summary>
[Collection(nameof(SessionCollection))]
public sealed class LibraryTests
{
    private const string Hello = """
        ada > {"hello":{"user":"ada","protocolVersion":1}}
        ada < {"welcome":{"user":"ada"}}
        """;

    private const string Join = """
        ada > {"join":{"room":"kitchen"}}
        ada < {"joined":{"room":"kitchen"}}
        """;

    [Theory]
    [InlineData(Languages.Go)]
    [InlineData(Languages.Python)]
    public async Task Leave_StreamCut_StaysLeftAndRejoinsOtherRooms(string language)
    {
        await using var server = await FakeServer.StartAsync();
        server.OnFirst(FrameOneofCase.Leave, session => session.Cut());
        await using var player = await TranscriptPlayer.StartAsync(language, server.Address);

        await player.PlayAsync(Hello, Join, """
            ada > {"join":{"room":"garden"}}
            ada < {"joined":{"room":"garden"}}
            ada > {"leave":{"room":"kitchen"}}
            ada < {"left":{"room":"kitchen"}}
            """);
        await server.SessionAsync();
        var second = await server.SessionAsync();
        Assert.Equal(FrameOneofCase.Hello, (await second.NextAnyAsync()).FrameCase);
        Assert.Equal("garden", (await second.NextAnyAsync()).Join.Room);
        await player.PlayAsync("""
            ada > {"leave":{"room":"garden"}}
            ada < {"left":{"room":"garden"}}
            """);

        Assert.Equal("garden", (await second.NextAnyAsync()).Leave.Room);
        await player.SucceedAsync();
    }

    [Theory]
    [InlineData(Languages.Go)]
    [InlineData(Languages.Python)]
    public async Task Leave_PostUnanswered_WaitsEvenAcrossSessions(string language)
    {
        await using var server = await FakeServer.StartAsync();
        server.OnFirst(FrameOneofCase.Post, session => session.Cut());
        await using var player = await TranscriptPlayer.StartAsync(language, server.Address);

        await player.PlayAsync(Hello, Join, """
            ada > {"post":{"room":"kitchen","commandId":"c1","content":{"message":{"text":"bye"}}}}
            ada > {"leave":{"room":"kitchen"}}
            ada < {"left":{"room":"kitchen"}}
            ada < {"accepted":{"commandId":"c1","sequence":1}}
            ada < {"event":{"sequence":1}}
            ada > {"post":{"room":"kitchen","commandId":"c2","content":{"message":{"text":"and"}}}}
            ada < {"rejected":{"commandId":"c2","code":"CODE_NOT_JOINED"}}
            """);

        await player.SucceedAsync();
    }

    [Theory]
    [InlineData(Languages.Go, Code.Unavailable)]
    [InlineData(Languages.Python, Code.Unavailable)]
    [InlineData(Languages.Go, Code.BelowFloor)]
    [InlineData(Languages.Python, Code.BelowFloor)]
    public async Task Left_Unrequested_RejoinsAfterThePosition(string language, Code code)
    {
        await using var server = await FakeServer.StartAsync();
        await using var player = await TranscriptPlayer.StartAsync(language, server.Address);
        await player.PlayAsync(Hello, Join, """
            ada > {"post":{"room":"kitchen","commandId":"c1","content":{"message":{"text":"one"}}}}
            ada < {"event":{"sequence":1}}
            """);
        var session = await server.SessionAsync();
        await session.NextAsync(FrameOneofCase.Post);

        server.Rooms.Leave(session, "kitchen");
        session.Send(Left("kitchen", code));
        server.Rooms.Post("kitchen", "bob", "two");
        await player.PlayAsync("""
            ada < {"event":{"sequence":2,"user":"bob"}}
            """);

        var after = (await session.NextAsync(FrameOneofCase.Join)).Join.After;
        Assert.Equal((server.Rooms.Epoch, 1), (after.Epoch, after.Sequence));
        await player.SucceedAsync();
    }

    [Theory]
    [InlineData(Languages.Go)]
    [InlineData(Languages.Python)]
    public async Task Post_RoomUnavailable_IsSentAgain(string language)
    {
        await using var server = await FakeServer.StartAsync();
        server.OnFirst(FrameOneofCase.Post, session =>
        {
            session.Reject(new Post { Room = "kitchen", CommandId = "c1" }, Code.NotJoined);
            session.Send(Left("kitchen"));
        });
        await using var player = await TranscriptPlayer.StartAsync(language, server.Address);

        await player.PlayAsync(Hello, Join, """
            ada > {"post":{"room":"kitchen","commandId":"c1","content":{"message":{"text":"one"}}}}
            ada < {"accepted":{"commandId":"c1","sequence":1}}
            ada < {"event":{"sequence":1,"commandId":"c1"}}
            """);

        await player.SucceedAsync();
    }

    [Theory]
    [InlineData(Languages.Go)]
    [InlineData(Languages.Python)]
    public async Task Presence_ChangedWhileAway_IsReported(string language)
    {
        await using var server = await FakeServer.StartAsync();
        var members = new[] { "ada", "bob" };
        server.Script = (session, frame) => frame.FrameCase == FrameOneofCase.Join && Send(session, JoinedWith(Volatile.Read(ref members)));
        await using var player = await TranscriptPlayer.StartAsync(language, server.Address);
        await player.PlayAsync(Hello, """
            ada > {"join":{"room":"kitchen"}}
            ada < {"joined":{"room":"kitchen","members":[{"user":"ada"},{"user":"bob"}],"memberCount":2}}
            ada > {"signal":{"room":"kitchen","key":"read"}}
            ada < {"presence":{"room":"kitchen","user":"bob","state":"PRESENCE_STATE_LEFT"}}
            ada > {"signal":{"room":"kitchen","key":"read"}}
            """);
        var first = await server.SessionAsync();
        await first.NextAsync(FrameOneofCase.Signal);

        Volatile.Write(ref members, ["ada"]);
        first.Cut();
        var second = await server.SessionAsync();
        await second.NextAsync(FrameOneofCase.Signal);
        Volatile.Write(ref members, ["ada", "eve"]);
        second.Cut();
        await player.PlayAsync("""
            ada < {"presence":{"room":"kitchen","user":"eve","state":"PRESENCE_STATE_JOINED"}}
            """);

        await player.SucceedAsync();
    }

    [Theory]
    [InlineData(Languages.Go)]
    [InlineData(Languages.Python)]
    public async Task Members_Listed_AreReportedAsWhatChanged(string language)
    {
        await using var server = await FakeServer.StartAsync();
        server.Script = (session, frame) => frame.FrameCase == FrameOneofCase.Join && Send(session, JoinedWith(["ada", "bob"]));
        await using var player = await TranscriptPlayer.StartAsync(language, server.Address);
        await player.PlayAsync(Hello, """
            ada > {"join":{"room":"kitchen"}}
            ada < {"joined":{"room":"kitchen","members":[{"user":"ada"},{"user":"bob"}],"memberCount":2}}
            ada > {"signal":{"room":"kitchen","key":"read"}}
            """);
        var session = await server.SessionAsync();
        await session.NextAsync(FrameOneofCase.Signal);

        session.Send(Members(300));
        await player.PlayAsync("""
            ada < {"members":{"room":"kitchen","memberCount":300}}
            """);
        session.Send(Members(1, "ada"));
        session.Send(Members(2, "ada", "eve"));
        await player.PlayAsync("""
            ada < {"presence":{"room":"kitchen","user":"bob","state":"PRESENCE_STATE_LEFT"}}
            ada < {"presence":{"room":"kitchen","user":"eve","state":"PRESENCE_STATE_JOINED"}}
            """);

        await player.SucceedAsync();
    }

    [Theory]
    [InlineData(Languages.Go, StatusCode.InvalidArgument)]
    [InlineData(Languages.Python, StatusCode.InvalidArgument)]
    [InlineData(Languages.Go, StatusCode.Internal)]
    [InlineData(Languages.Python, StatusCode.Internal)]
    public async Task Status_WithoutGoAway_Reconnects(string language, StatusCode status)
    {
        await using var server = await FakeServer.StartAsync();
        var isFirst = 1;
        server.OnOpen = () => ThrowIf(Interlocked.Exchange(ref isFirst, 0) == 1, status);

        await using var player = await TranscriptPlayer.StartAsync(language, server.Address, Hello);

        await player.SucceedAsync();
    }

    [Theory]
    [InlineData(Languages.Go, StatusCode.Unimplemented)]
    [InlineData(Languages.Python, StatusCode.Unimplemented)]
    [InlineData(Languages.Go, StatusCode.Unauthenticated)]
    [InlineData(Languages.Python, StatusCode.Unauthenticated)]
    [InlineData(Languages.Go, StatusCode.PermissionDenied)]
    [InlineData(Languages.Python, StatusCode.PermissionDenied)]
    public async Task Status_ServerNotForThisClient_EndsTheSession(string language, StatusCode status)
    {
        await using var server = await FakeServer.StartAsync();
        server.OnOpen = () => ThrowIf(true, status);

        await using var player = await TranscriptPlayer.StartAsync(language, server.Address, Hello);

        Assert.Equal(1, await player.Process.WaitForExitAsync());
        Assert.Contains("not today", Assert.Single(player.Process.Errors), StringComparison.Ordinal);
    }

    private static ServerFrame Left(string room, Code code = Code.Unavailable) => new() { Left = new() { Room = room, Code = code } };

    private static ServerFrame Members(int count, params string[] users) => new()
    {
        Members = new() { Room = "kitchen", MemberCount = count, Members_ = { users.Select(user => new Member { User = user }) } },
    };

    private static ServerFrame JoinedWith(string[] members) => new()
    {
        Joined = new()
        {
            Room = "kitchen",
            Epoch = "e1",
            Resumed = true,
            Members = { members.Select(user => new Member { User = user }) },
            MemberCount = members.Length,
        },
    };

    private static bool Send(FakeSession session, ServerFrame frame)
    {
        session.Send(frame);
        return true;
    }

    private static void ThrowIf(bool condition, StatusCode status)
    {
        if (condition)
        {
            throw new RpcException(new Status(status, "not today"));
        }
    }
}
