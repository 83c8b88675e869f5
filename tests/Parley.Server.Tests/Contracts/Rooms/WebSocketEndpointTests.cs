using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Parley.Protocol.V1;
using Parley.Server.Tests.Transports.WebSockets;
using Parley.Testing;

namespace Parley.Server.Tests.Contracts.Rooms;

/// <summary>What <c>/v1/connect</c> accepts and refuses, and how a session ends there.</summary>
public sealed class WebSocketEndpointTests(SharedServer shared)
{
    private const string OwnOrigin = "http://localhost:PORT";
    private const string EndOfHeaders = "\r\n\r\n";
    private const string EndOfChunks = "\r\n0\r\n\r\n";
    private const int Closed = 4_000;
    private const int MaxFrameBytes = 65_536;

    private string Port => new Uri(shared.Server.WebAddress).Port.ToString(CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(101, null, "localhost:PORT", "parley.v1")]
    [InlineData(101, OwnOrigin, "localhost:PORT", "parley.v1")]
    [InlineData(101, OwnOrigin, "LOCALHOST:PORT", "chat, parley.v1")]
    [InlineData(101, "http://127.0.0.1:PORT", "127.0.0.1:PORT", "parley.v1")]
    [InlineData(101, "http://app.localhost:PORT", "app.localhost:PORT", "parley.v1")]
    [InlineData(101, "http://10.1.2.3:PORT", "10.1.2.3:PORT", "parley.v1")]
    [InlineData(101, "http://[::1]:PORT", "[::1]:PORT", "parley.v1")]
    [InlineData(101, "http://localhost", "localhost:80", "parley.v1")]
    [InlineData(403, "http://loopback:PORT", "localhost:PORT", "parley.v1")]
    [InlineData(403, "http://chat.example:PORT", "chat.example:PORT", "parley.v1")]
    [InlineData(403, "http://localhost:1", "localhost:PORT", "parley.v1")]
    [InlineData(403, "https://localhost:PORT", "localhost:PORT", "parley.v1")]
    [InlineData(403, "http://127.0.0.1:PORT", "localhost:PORT", "parley.v1")]
    [InlineData(403, "https://evil.example", "localhost:PORT", "parley.v1")]
    [InlineData(403, "http://evil.example:PORT", "evil.example:PORT", "parley.v1")]
    [InlineData(403, "http://localhost.evil.example:PORT", "localhost.evil.example:PORT", "parley.v1")]
    [InlineData(403, "null", "localhost:PORT", "parley.v1")]
    [InlineData(403, "", "localhost:PORT", "parley.v1")]
    [InlineData(403, "http://localhost:PORT/page", "localhost:PORT", "parley.v1")]
    [InlineData(403, "http://user@localhost:PORT", "localhost:PORT", "parley.v1")]
    [InlineData(400, OwnOrigin, "localhost:PORT", null)]
    [InlineData(400, OwnOrigin, "localhost:PORT", "parley.v2")]
    [InlineData(400, OwnOrigin, "localhost:PORT", "PARLEY.V1")]
    public async Task Upgrade_OfAPage_DependsOnItsOrigin(int status, string? origin, string host, string? protocol)
    {
        var answer = await UpgradeAsync(shared.Server, WithPort(origin), WithPort(host)!, protocol);

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Equal(status == 101, answer.Contains("Sec-WebSocket-Protocol: parley.v1", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(status == 403, answer.Contains("may not use this server", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://chat.example.com", true)]
    [InlineData("null", false)]
    [InlineData("capacitor://localhost", false)]
    public async Task Upgrade_OfAForeignPage_AdvisesOnlyWhatWorks(string origin, bool advises)
    {
        var answer = await UpgradeAsync(shared.Server, origin, "localhost", "parley.v1");

        Assert.Equal(advises, answer.Contains($"--allowed-origin {origin}.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Frame_ThatBreaksTheProtocol_IsClosedWithTheReason()
    {
        using var connection = new TcpClient(AddressFamily.InterNetwork);
        var answer = await UpgradeAsync(connection, new Uri(shared.Server.WebAddress), null, "localhost", "parley.v1");
        Assert.StartsWith("HTTP/1.1 101 ", answer, StringComparison.Ordinal);

        // Compressed, which was not agreed on; masked, empty.
        await connection.GetStream().WriteAsync(new byte[] { 0xC2, 0x80, 0, 0, 0, 0 });

        var close = new byte[4];
        await connection.GetStream().ReadExactlyAsync(close).AsTask().Within("a close");
        Assert.Equal([0x88, 0x02, 0x03, 0xEA], close);
    }

    [Theory]
    [InlineData(101, "https://chat.example.com", "https://chat.example.com")]
    [InlineData(101, "https://chat.example.com", "https://chat.example.com:443")]
    [InlineData(101, "https://chat.example.com", "HTTPS://Chat.Example.com")]
    [InlineData(403, "http://loopback:3000", "http://localhost:3000")]
    [InlineData(403, "https://other.example.com", "https://chat.example.com")]
    [InlineData(101, "https://other.example.com", "*")]
    [InlineData(101, "null", "*")]
    public async Task Upgrade_OfAnAllowedPage_IsAccepted(int status, string origin, string allowed)
    {
        await using var server = await ServerProcess.StartAsync(["--allowed-origin", "http://a.example", "--allowed-origin", allowed]);

        Assert.StartsWith($"HTTP/1.1 {status} ", await UpgradeAsync(server, origin, "localhost", "parley.v1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_WithoutUpgrade_IsToldWhatItIsFor()
    {
        using var http = new HttpClient();
        using var response = await http.GetAsync(new Uri($"{shared.Server.WebAddress}/v1/connect"));

        Assert.Equal(HttpStatusCode.UpgradeRequired, response.StatusCode);
        Assert.Contains("sub-protocol parley.v1", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upgrade_OnTheGrpcPort_IsRefused()
    {
        var answer = await UpgradeAsync(new Uri(shared.Server.GrpcAddress), null, "localhost", "parley.v1");

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("HTTP/2", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text", "text message")]
    [InlineData("cut", "whole frames")]
    [InlineData("over", "larger than 65536 bytes")]
    [InlineData("nonsense", "Not a valid parley.v1.ClientFrame")]
    [InlineData("compressed", "marked as compressed")]
    [InlineData("empty", "whole frames")]
    public async Task Message_ThatIsNotOfTheContract_EndsWithGoAwayAndAClose(string message, string reason)
    {
        using var call = new WebSocketSessionCall(shared.Server.WebAddress);
        using var session = new SessionTester(call);
        await session.SendAsync(SessionTester.Hello("ada"));
        await session.NextAsync(ServerFrame.FrameOneofCase.Welcome);
        byte[] bytes = message switch
        {
            "over" => [0, 0, 1, 0, 1, .. new byte[MaxFrameBytes + 1]],
            "cut" => [0, 0, 0, 0, 9, 1, 2],
            "nonsense" => [0, 0, 0, 0, 2, 0xFF, 0xFF],
            "compressed" => [1, 0, 0, 0, 0],
            "empty" => [],
            _ => "{}"u8.ToArray(),
        };

        await call.SendAsync(bytes, message == "text" ? WebSocketMessageType.Text : WebSocketMessageType.Binary);
        await session.EndAsync();

        var goAway = session.Frames[^1].GoAway;
        Assert.Equal(Code.Malformed, goAway.Code);
        Assert.Contains(reason, goAway.Reason, StringComparison.Ordinal);
        Assert.Equal(Closed + (int)Code.Malformed, call.CloseStatus);
        Assert.StartsWith(call.CloseDescription!, goAway.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shutdown_GivesTheReasonAndCloses()
    {
        await using var server = await ServerProcess.StartAsync();
        using var call = new WebSocketSessionCall(server.WebAddress);
        using var session = new SessionTester(call);
        await session.SendAsync(SessionTester.Hello("ada"));
        await session.JoinAsync("r");
        await session.PostAsync("r", "c1", "the last words");

        // The server handles frames in order: it has the post, too.
        await session.PingAsync();
        server.Process.Signal("TERM");
        await session.EndAsync();

        Assert.Contains(session.Frames, frame => frame.Event?.CommandId == "c1");
        Assert.Equal(Code.ShuttingDown, session.Frames[^1].GoAway.Code);
        Assert.Equal(Closed + (int)Code.ShuttingDown, call.CloseStatus);
        Assert.Equal(0, await server.Process.WaitForExitAsync());
    }

    [Fact]
    public async Task Conversation_OfBothTransports_IsTheSame()
    {
        using var overGrpc = await SessionTester.JoinAsync(shared.Server.ConnectRooms(), "ada", "both-transports");
        using var overWeb = new SessionTester(new WebSocketSessionCall(shared.Server.WebAddress));
        await overWeb.SendAsync(SessionTester.Hello("bob"));
        await overWeb.JoinAsync("both-transports");
        await overGrpc.SayAsync("both-transports", "c1", "from gRPC");
        await overWeb.SayAsync("both-transports", "c1", "from the web");

        var expected = await overGrpc.EventsAsync("both-transports", 2);
        Assert.Equal(expected, await overWeb.EventsAsync("both-transports", 2));
        overWeb.Dispose();
        await overGrpc.UntilAsync(frame => frame.Presence is { User: "bob", State: PresenceState.Left }, "bob to leave");
    }

    [Fact]
    public async Task Reader_ThatStops_GetsEverythingLater()
    {
        const int Count = 5_000;
        const string Room = "stopped-tab";
        using var reader = new SessionTester(new WebSocketSessionCall(shared.Server.WebAddress));
        await reader.SendAsync(SessionTester.Hello("ada"));
        await reader.JoinAsync(Room);
        using var sender = await SessionTester.JoinAsync(shared.Server.ConnectRooms(), "bob", Room);

        // More than the feed, the socket and the reader's own buffer hold together.
        var text = new string('x', 8_000);
        for (var i = 1; i <= Count; i++)
        {
            await sender.PostAsync(Room, $"c{i}", text);
            if (i % 20 == 0)
            {
                await sender.UntilAsync(frame => frame.Accepted?.CommandId == $"c{i}", "an answer");
            }
        }

        var events = await reader.EventsAsync(Room, Count);
        Assert.Equal(Enumerable.Range(1, Count).Select(i => (long)i), events.Select(@event => @event.Sequence));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Tls_EveryVersionOfHttp_CarriesSessions(int version)
    {
        using var certificates = new TestCertificates();
        var (certificate, key) = certificates.Issue();
        await using var server = await ServerProcess.StartAsync(["--tls-certificate", certificate, "--tls-key", key]);
        using var session = new SessionTester(new WebSocketSessionCall(server.WebAddress, options =>
        {
            options.HttpVersion = new Version(version, version == 1 ? 1 : 0);
            options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
            options.SetRequestHeader("Origin", server.WebAddress);
            options.SetRequestHeader("Cookie", new string('x', 4_000));
        }, new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = certificates.Trust() } }));
        await session.SendAsync(SessionTester.Hello("ada"));
        await session.JoinAsync("r");

        // More than Kestrel lets other requests send.
        const int Count = 2_000;
        var text = new string('x', 16_000);
        for (var i = 1; i <= Count; i++)
        {
            await session.PostAsync("r", $"c{i}", text);
            if (i % 20 == 0)
            {
                await session.UntilAsync(frame => frame.Accepted?.Sequence == i, "an answer");
            }
        }

        await session.CompleteAsync();
        Assert.Equal(Grpc.Core.StatusCode.OK, (await session.EndAsync()).StatusCode);
    }

    private string? WithPort(string? text) => text?.Replace("PORT", Port, StringComparison.Ordinal);

    private static Task<string> UpgradeAsync(ServerProcess server, string? origin, string host, string? protocol) =>
        UpgradeAsync(new Uri(server.WebAddress), origin, host, protocol);

    /// <summary>Sends an upgrade as a browser would.</summary>
    /// <returns>The start of the answer.</returns>
    private static async Task<string> UpgradeAsync(Uri address, string? origin, string host, string? protocol)
    {
        using var connection = new TcpClient(AddressFamily.InterNetwork);
        return await UpgradeAsync(connection, address, origin, host, protocol);
    }

    private static async Task<string> UpgradeAsync(TcpClient connection, Uri address, string? origin, string host, string? protocol)
    {
        await connection.ConnectAsync(IPAddress.Loopback, address.Port);
        var headers = $"GET /v1/connect HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + (origin is null ? "" : $"Origin: {origin}\r\n")
            + (protocol is null ? "" : $"Sec-WebSocket-Protocol: {protocol}\r\n");
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"{headers}\r\n"));
        var (answer, buffer) = ("", new byte[4_096]);
        while (!answer.EndsWith(EndOfChunks, StringComparison.Ordinal)
            && !(answer.StartsWith("HTTP/1.1 101 ", StringComparison.Ordinal) && answer.EndsWith(EndOfHeaders, StringComparison.Ordinal))
            && await connection.GetStream().ReadAsync(buffer).AsTask().Within("an answer") is > 0 and var count)
        {
            answer += Encoding.ASCII.GetString(buffer, 0, count);
        }

        return answer;
    }
}
