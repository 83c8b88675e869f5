using Grpc.Core;
using Parley.Testing;

namespace Parley.Server.Tests.Chat;

public sealed class JoiningTests(SharedServer shared)
{
    private readonly ServerProcess _server = shared.Server;

    [Fact]
    public async Task Join_BeforeAnyMessage_SendsHeadersAtOnce()
    {
        using var stream = RawStream.Open(_server.GrpcAddress, "headers");

        var response = await stream.HeadersAsync();

        Assert.Equal("application/grpc", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Join_WithoutSending_ReceivesWhatOthersSay()
    {
        using var listener = await ChatTester.JoinAsync(_server.Connect(), "listener");
        using var speaker = await ChatTester.JoinAsync(_server.Connect(), "listener");

        await speaker.SayAsync("ada", "hello");

        var heard = await listener.HearAsync();
        Assert.Equal(("ada", "hello"), (heard.UserId, heard.Text));
    }

    [Fact]
    public async Task Join_WithoutRoom_JoinsTheLobby()
    {
        using var somebody = await ChatTester.JoinAsync(_server.Connect(), room: null);
        using var inLobby = await ChatTester.JoinAsync(_server.Connect(), "lobby");

        await somebody.SayAsync("ada", "to the default room");

        Assert.Equal("to the default room", (await inLobby.HearAsync()).Text);
    }

    [Fact]
    public async Task Rooms_AreSeparate()
    {
        using var one = await ChatTester.JoinAsync(_server.Connect(), "separate-1");
        using var two = await ChatTester.JoinAsync(_server.Connect(), "separate-2");

        await one.SayAsync("ada", "in one");
        await two.SayAsync("bob", "in two");

        Assert.Equal("in one", (await one.HearAsync()).Text);
        Assert.Equal("in two", (await two.HearAsync()).Text);
    }

    [Theory]
    [InlineData("has space")]
    [InlineData("semi;colon")]
    [InlineData("")]
    public async Task Join_WithInvalidRoomName_EndsWithInvalidArgument(string room)
    {
        using var stream = ChatTester.Open(_server.Connect(), room);

        var (_, status) = await stream.HearAllAsync();

        Assert.Equal(StatusCode.InvalidArgument, status.StatusCode);
        Assert.Contains("room name", status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Join_RoomNameAtLimitAndOneMore_IsAcceptedAndRefused()
    {
        using var accepted = await ChatTester.JoinAsync(_server.Connect(), new string('r', 128));
        using var refused = ChatTester.Open(_server.Connect(), new string('r', 129));

        await accepted.SayAsync("ada", "fits");

        Assert.Equal("fits", (await accepted.HearAsync()).Text);
        Assert.Equal(StatusCode.InvalidArgument, (await refused.HearAllAsync()).Status.StatusCode);
    }

    [Fact]
    public async Task Join_PathWithoutPackage_IsTheSameRoom()
    {
        using var unpackaged = RawStream.Open(_server.GrpcAddress, "unpackaged", "/ChatService/JoinChat");
        await unpackaged.HeadersAsync();
        using var packaged = await ChatTester.JoinAsync(_server.Connect(), "unpackaged");

        await packaged.SayAsync("ada", "one");
        Assert.Equal("one", (await unpackaged.ReadAsync()).Text);
        await unpackaged.SendAsync("bob", "two");

        Assert.Equal(["one", "two"], await packaged.HearAsync(2));
        Assert.Equal("two", (await unpackaged.ReadAsync()).Text);
    }

    [Fact]
    public async Task Join_TwoHundredStreamsOnOneConnection_AllReceive()
    {
        var client = _server.Connect();
        var streams = new List<ChatTester>();
        for (var i = 0; i < 200; i++)
        {
            streams.Add(await ChatTester.JoinAsync(client, "two-hundred"));
        }

        await streams[0].SayAsync("ada", "to all");

        foreach (var stream in streams)
        {
            Assert.Equal("to all", (await stream.HearAsync()).Text);
            stream.Dispose();
        }
    }
}
