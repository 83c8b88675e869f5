using Google.Protobuf;
using Grpc.Core;
using Parley.Protocol.V1;
using Parley.Testing;

namespace Parley.Server.Tests.Sessions.Reading;

/// <summary>What ends a session. The last frame has the reason, and the status follows.</summary>
public sealed class GoAwayTests(SharedServer shared)
{
    private const string Path = "/parley.v1.RoomService/Connect";

    private readonly ServerProcess _server = shared.Server;

    [Fact]
    public Task FirstFrame_NotHello_EndsTheSession() =>
        EndsAsync(SessionTester.Post("room", "c", "text"), Code.HelloExpected, StatusCode.InvalidArgument);

    [Fact]
    public Task FirstFrame_Empty_EndsTheSession() => EndsAsync(new ClientFrame(), Code.HelloExpected, StatusCode.InvalidArgument);

    [Theory]
    [InlineData(0u)]
    [InlineData(2u)]
    [InlineData(uint.MaxValue)]
    public async Task Hello_OtherVersion_ReasonNamesTheSupportedOne(uint version)
    {
        var goAway = await EndsAsync(
            new ClientFrame { Hello = new Hello { User = "ada", ProtocolVersion = version } },
            Code.VersionUnsupported,
            StatusCode.FailedPrecondition);

        Assert.Contains("version 1", goAway.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("a\u0007b")]
    [InlineData("a\nb")]
    public Task Hello_InvalidUser_EndsTheSession(string user) =>
        EndsAsync(SessionTester.Hello(user), Code.Invalid, StatusCode.InvalidArgument);

    [Fact]
    public Task Hello_UserOverTheLimit_EndsTheSession() =>
        EndsAsync(SessionTester.Hello(new string('u', 127) + "é"), Code.Invalid, StatusCode.InvalidArgument);

    [Theory]
    [InlineData("c", 129)]
    [InlineData("é", 65)]
    public Task Hello_ClientOverTheLimit_EndsTheSession(string character, int count)
    {
        var hello = SessionTester.Hello("ada");
        hello.Hello.Client = string.Concat(Enumerable.Repeat(character, count));
        return EndsAsync(hello, Code.Invalid, StatusCode.InvalidArgument);
    }

    [Fact]
    public async Task Hello_AtTheLimits_IsWelcomed()
    {
        using var session = SessionTester.Open(_server.ConnectRooms());
        var user = new string('u', 126) + "é";

        await session.SendAsync(new ClientFrame { Hello = new Hello { User = user, ProtocolVersion = 1, Client = new string('é', 64) } });

        var welcome = (await session.NextAsync(ServerFrame.FrameOneofCase.Welcome)).Welcome;
        Assert.Equal(user, welcome.User);
        Assert.NotEmpty(welcome.SessionId);
        Assert.NotEmpty(welcome.Server);
        Assert.Equal(20, welcome.HeartbeatSeconds);
        Assert.Equal((16_384, 65_536), (welcome.Limits.TextBytes, welcome.Limits.FrameBytes));
        Assert.Equal((1_000, 1_024), (welcome.Limits.Rooms, welcome.Limits.Posts));
    }

    [Fact]
    public async Task Headers_BeforeTheHello_AreSent()
    {
        using var session = SessionTester.Open(_server.ConnectRooms());

        await session.HeadersAsync();
    }

    [Fact]
    public async Task Frame_NotProtobuf_EndsOnlyThisSession() => await EndsAsync([0x7b, 0x22, 0x75]);

    [Fact]
    public Task Frame_InvalidUtf8_EndsOnlyThisSession() => EndsAsync([0x12, 4, 0x0a, 2, 0xc3, 0x28]);

    [Fact]
    public Task Frame_Truncated_EndsOnlyThisSession() => EndsAsync([0x22, 100, 0x0a]);

    [Fact]
    public Task Frame_OverTheLimit_EndsOnlyThisSession() => EndsAsync(new byte[65_537]);

    [Fact]
    public async Task Frame_AtTheLimit_IsRead()
    {
        using var session = await SessionTester.GreetAsync(_server.ConnectRooms(), "ada");
        var frame = SessionTester.Post("at-the-limit", "c", new string('x', 65_500));
        frame.Post.CommandId = new string('c', 1 + 65_536 - frame.CalculateSize());
        Assert.Equal(65_536, frame.CalculateSize());

        await session.SendAsync(frame);

        Assert.Equal(Code.NotJoined, (await session.NextAsync(ServerFrame.FrameOneofCase.Rejected)).Rejected.Code);
    }

    [Fact]
    public async Task Frame_ClaimingFourGigabytes_EndsTheSession()
    {
        using var stream = RawStream.Open(_server.GrpcAddress, room: null, Path);
        await stream.SendFrameAsync(SessionTester.Hello("ada").ToByteArray());
        Assert.NotNull(ServerFrame.Parser.ParseFrom(await stream.ReadPayloadAsync()).Welcome);

        await stream.SendAsync([0, 0xff, 0xff, 0xff, 0xff]);

        Assert.Equal(Code.Malformed, ServerFrame.Parser.ParseFrom(await stream.ReadPayloadAsync()).GoAway?.Code);
        Assert.Equal((int)StatusCode.InvalidArgument, (await stream.StatusAsync()).Code);
    }

    [Fact]
    public async Task Posts_BeforeABadFrame_AreAnsweredFirst()
    {
        using var stream = RawStream.Open(_server.GrpcAddress, room: null, Path);
        await stream.SendFrameAsync(SessionTester.Hello("ada").ToByteArray());
        await stream.SendFrameAsync(new ClientFrame { Join = new Join { Room = "session-good-then-bad" } }.ToByteArray());
        await stream.SendFrameAsync(SessionTester.Post("session-good-then-bad", "c1", "one").ToByteArray());
        await stream.SendFrameAsync(SessionTester.Post("session-good-then-bad", "c2", "two").ToByteArray());
        await stream.SendFrameAsync([0xff]);
        var frames = new List<ServerFrame>();
        while (frames is not [.., { GoAway: not null }])
        {
            frames.Add(ServerFrame.Parser.ParseFrom(await stream.ReadPayloadAsync()));
        }

        Assert.Equal([1, 2], frames.Where(frame => frame.Accepted is not null).Select(frame => frame.Accepted.Sequence));
    }

    private async Task EndsAsync(byte[] payload)
    {
        using var other = await SessionTester.JoinAsync(_server.ConnectRooms(), "bob", "bystander");
        using var stream = RawStream.Open(_server.GrpcAddress, room: null, Path);
        await stream.SendFrameAsync(SessionTester.Hello("ada").ToByteArray());
        Assert.NotNull(ServerFrame.Parser.ParseFrom(await stream.ReadPayloadAsync()).Welcome);

        await stream.SendFrameAsync(payload);

        var goAway = ServerFrame.Parser.ParseFrom(await stream.ReadPayloadAsync()).GoAway;
        Assert.Equal((Code.Malformed, 0), (goAway?.Code, goAway?.RetryAfterMs));
        Assert.Equal((int)StatusCode.InvalidArgument, (await stream.StatusAsync()).Code);
        await other.PingAsync();
    }

    private async Task<GoAway> EndsAsync(ClientFrame first, Code code, StatusCode status)
    {
        using var session = SessionTester.Open(_server.ConnectRooms());

        await session.SendAsync(first);

        var goAway = (await session.NextAsync(ServerFrame.FrameOneofCase.GoAway)).GoAway;
        Assert.Equal((code, 0), (goAway.Code, goAway.RetryAfterMs));
        Assert.NotEmpty(goAway.Reason);
        var end = await session.EndAsync();
        Assert.Equal((status, goAway.Reason), (end.StatusCode, end.Detail));
        Assert.Single(session.Frames);
        return goAway;
    }
}
