using System.Buffers.Binary;
using System.Net;
using Google.Protobuf;
using Parley.Protocol.V1;
using Parley.Server.Tests.Sessions.Rooms;
using Parley.Testing;

namespace Parley.Server.Tests.Sessions;

/// <summary>
/// A client may give its stream a deadline. The server then ends the stream in good order. The requests are plain HTTP, because a client of
/// gRPC ends its call itself at the deadline.
/// </summary>
public sealed class DeadlineTests : IAsyncLifetime
{
    private const int Streams = 20;
    private const string Room = "room";
    private const string Connect = "parley.v1.RoomService/Connect";

    private readonly HttpClient _http = new();
    private readonly CancellationTokenSource _stop = new();
    private ServerProcess _server = null!;
    private SessionTester _talker = null!;
    private Task _talking = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ServerProcess.StartAsync(environment: [new("PARLEY_MEMBER__GRACE_MILLISECONDS", "0")], data: ":memory:");
        _talker = await SessionTester.JoinAsync(_server.ConnectRooms(), "talker", Room);
        _talking = _talker.TalkAsync(Room, _stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        _talker.Dispose();
        _http.Dispose();
        await _server.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task Streams_BusyAtTheirDeadline_EndQuietly()
    {
        var ends = await Task.WhenAll(Enumerable.Range(0, Streams).Select(async i =>
        {
            var (method, messages) = i % 2 == 0 ? (Connect, Session("ada")) : ("chat.ChatService/JoinChat", []);
            using var content = new OpenContent(messages);
            using var response = await OpenAsync(method, content, $"{300 + (10 * i)}m");
            await response.Content.CopyToAsync(Stream.Null);

            // Among the headers, if the deadline passed before anything was sent.
            return string.Join(',', response.TrailingHeaders.Concat(response.Headers)
                .Where(header => header.Key == "grpc-status").SelectMany(header => header.Value));
        })).Within("the deadlines");

        Assert.All(ends, status => Assert.Equal("4", status));
        await AssertQuietAsync();
    }

    [Fact]
    public async Task Session_NotReadAtItsDeadline_LeavesItsRooms()
    {
        using var watcher = await SessionTester.JoinAsync(_server.ConnectRooms(), "watcher", Room);
        using var content = new OpenContent(Session("ada"));
        using var response = await OpenAsync(Connect, content, "1S");

        await watcher.UntilAsync(frame => frame.Presence is { User: "ada", State: PresenceState.Joined }, "ada").Within("ada");
        await watcher.UntilAsync(frame => frame.Presence is { User: "ada", State: PresenceState.Left }, "no ada").Within("ada to leave");

        Assert.DoesNotContain("ada", await RoomData.ListMembersAsync(_server, Room));
        await AssertQuietAsync();
    }

    private static IMessage[] Session(string user) => [SessionTester.Hello(user), new ClientFrame { Join = new Join { Room = Room } }];

    private async Task AssertQuietAsync()
    {
        await _stop.CancelAsync();
        await _talking;
        _server.Process.Signal("TERM");
        Assert.Equal(0, await _server.Process.WaitForExitAsync());
        Assert.Empty(_server.Process.Failures);
    }

    private async Task<HttpResponseMessage> OpenAsync(string method, HttpContent content, string timeout)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"{_server.GrpcAddress}/{method}")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        request.Headers.TE.ParseAdd("trailers");
        request.Headers.Add("parley-room", Room);
        request.Headers.Add("grpc-timeout", timeout);
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).Within("the response headers");
    }

    /// <summary>Some messages, and then nothing until it is disposed.</summary>
    private sealed class OpenContent : HttpContent
    {
        private readonly IMessage[] _messages;
        private readonly TaskCompletionSource _end = new();

        public OpenContent(IMessage[] messages)
        {
            _messages = messages;
            Headers.ContentType = new("application/grpc");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            foreach (var message in _messages)
            {
                var prefix = new byte[5];
                BinaryPrimitives.WriteInt32BigEndian(prefix.AsSpan(1), message.CalculateSize());
                await stream.WriteAsync(prefix);
                await stream.WriteAsync(message.ToByteArray());
            }

            await stream.FlushAsync();
            await _end.Task;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        protected override void Dispose(bool disposing)
        {
            _end.TrySetResult();
            base.Dispose(disposing);
        }
    }
}
