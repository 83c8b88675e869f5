using Grpc.Core;
using Parley.Testing;

namespace Parley.Server.Tests.Contracts.Chat;

public sealed class ChatJoinTests(SharedServer shared)
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
    public async Task Join_WithoutSending_ReceivesMessages()
    {
        using var listener = await ChatTester.JoinAsync(_server.Connect(), "listener");
        using var sender = await ChatTester.JoinAsync(_server.Connect(), "listener");

        await sender.SayAsync("ada", "hello");

        var received = await listener.ReadAsync();
        Assert.Equal(("ada", "hello"), (received.UserId, received.Text));
    }

    [Fact]
    public async Task Join_WithoutRoom_JoinsTheLobby()
    {
        using var sender = await ChatTester.JoinAsync(_server.Connect(), room: null);
        using var inLobby = await ChatTester.JoinAsync(_server.Connect(), "lobby");

        await sender.SayAsync("ada", "to the default room");

        Assert.Equal("to the default room", (await inLobby.ReadAsync()).Text);
    }

    [Fact]
    public async Task Messages_OfTwoRooms_StaySeparate()
    {
        using var one = await ChatTester.JoinAsync(_server.Connect(), "separate-1");
        using var two = await ChatTester.JoinAsync(_server.Connect(), "separate-2");

        await one.SayAsync("ada", "in one");
        await two.SayAsync("bob", "in two");

        Assert.Equal("in one", (await one.ReadAsync()).Text);
        Assert.Equal("in two", (await two.ReadAsync()).Text);
    }

    [Theory]
    [InlineData("has space")]
    [InlineData("semi;colon")]
    [InlineData("")]
    public async Task Join_InvalidRoomName_EndsWithInvalidArgument(string room)
    {
        using var stream = ChatTester.Open(_server.Connect(), room);

        var (_, status) = await stream.ReadToEndAsync();

        Assert.Equal(StatusCode.InvalidArgument, status.StatusCode);
        Assert.Contains("room name", status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Join_LongRoomName_IsAcceptedUpToTheLimit()
    {
        using var accepted = await ChatTester.JoinAsync(_server.Connect(), new string('r', 128));
        using var refused = ChatTester.Open(_server.Connect(), new string('r', 129));

        await accepted.SayAsync("ada", "fits");

        Assert.Equal("fits", (await accepted.ReadAsync()).Text);
        Assert.Equal(StatusCode.InvalidArgument, (await refused.ReadToEndAsync()).Status.StatusCode);
    }

    [Fact]
    public async Task Join_PathWithoutPackage_JoinsTheSameRoom()
    {
        using var unpackaged = RawStream.Open(_server.GrpcAddress, "unpackaged", "/ChatService/JoinChat");
        await unpackaged.HeadersAsync();
        using var packaged = await ChatTester.JoinAsync(_server.Connect(), "unpackaged");

        await packaged.SayAsync("ada", "one");
        Assert.Equal("one", (await unpackaged.ReadAsync()).Text);
        await unpackaged.SendAsync("bob", "two");

        Assert.Equal(["one", "two"], await packaged.ReadTextsAsync(2));
        Assert.Equal("two", (await unpackaged.ReadAsync()).Text);
    }

    [Fact]
    public async Task Join_200StreamsOnOneConnection_AllReceive()
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
            Assert.Equal("to all", (await stream.ReadAsync()).Text);
            stream.Dispose();
        }
    }
}
