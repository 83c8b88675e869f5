using System.Globalization;
using System.Text;
using CsCheck;
using Parley.Load.Protocols;
using Parley.Load.Protocols.Nats;

namespace Parley.Load.Tests.Protocols;

public sealed class NatsConnectionTests
{
    private readonly FakeLink _link = new();
    private readonly FakeMember _member = new();

    [Fact]
    public void Received_AnyPieces_DeliversEachMessageOnce() =>
        Gen.Select(WireGen.Texts, WireGen.Pieces).Sample((texts, pieces) =>
        {
            var (link, member) = (new FakeLink(), new FakeMember());
            var connection = Core(link);
            connection.Join(new JoinRequest("kitchen", "ada"), member);
            link.Forget();
            var server = new StringBuilder("INFO {\"server_id\":\"x\"}\r\nPONG\r\n");
            foreach (var (i, text) in texts.Index())
            {
                server.Append(i % 3 == 0 ? "PING\r\n" : "+OK\r\n");
                server.Append(CultureInfo.InvariantCulture, $"MSG kitchen 0 {(i % 2 == 0 ? "" : "reply.to ")}{text.Length}\r\n{text}\r\n");
            }

            FakeLink.Deliver(connection, WireGen.Bytes(server.ToString()), pieces);

            Assert.Equal(1, member.HasJoined);
            Assert.Equal(texts, member.Texts);
            Assert.Equal(string.Concat(Enumerable.Repeat("PONG\r\n", (texts.Count + 2) / 3)), link.Queued);
        });

    [Fact]
    public void TrySend_Text_PublishesToTheRoom()
    {
        var stream = Core(_link).Join(new JoinRequest("kitchen", "ada"), _member);
        _link.Forget();

        Assert.True(stream.TrySend("hello"u8));
        Assert.True(stream.TrySend("again"u8));

        Assert.Equal("PUB kitchen 5\r\nhello\r\nPUB kitchen 5\r\nagain\r\n", _link.Queued);
    }

    [Fact]
    public void Received_Error_ThrowsWithReason() =>
        Assert.Contains("Authorization", Assert.Throws<LoadException>(() =>
            FakeLink.Deliver(Core(_link), "-ERR 'Authorization Violation'\r\n"u8.ToArray(), [100])).Message, StringComparison.Ordinal);

    [Fact]
    public void JetStream_FlowControlAndStalledHeartbeat_AreAnswered()
    {
        var connection = Stored(_link);
        connection.Join(new JoinRequest("kitchen", "ada"), _member);
        FakeLink.Deliver(connection, "MSG _INBOX.2 1 2\r\n{}\r\n"u8.ToArray(), [7]);
        Assert.Equal(1, _member.HasJoined);
        _link.Forget();

        FakeLink.Deliver(connection, WireGen.Bytes(Status("$JS.FC.1 ", "NATS/1.0 100 FlowControl Request\r\n\r\n")), [3]);
        FakeLink.Deliver(
            connection, WireGen.Bytes(Status("", "NATS/1.0 100 Idle Heartbeat\r\nNats-Consumer-Stalled: $JS.FC.2\r\n\r\n")), [3]);
        FakeLink.Deliver(connection, WireGen.Bytes(Status("", "NATS/1.0 100 Idle Heartbeat\r\nNats-Last-Consumer: 7\r\n\r\n")), [3]);
        FakeLink.Deliver(connection, "MSG parley-load.kitchen 0 $JS.ACK.x 5\r\nhello\r\n"u8.ToArray(), [3]);

        Assert.Equal("PUB $JS.FC.1 0\r\n\r\nPUB $JS.FC.2 0\r\n\r\n", _link.Queued);
        Assert.Equal(["hello"], _member.Texts);
    }

    [Fact]
    public void JetStream_PostsOnly_CountsAcknowledgementsOnly()
    {
        var connection = Stored(_link);
        connection.Join(new JoinRequest("kitchen", "ada", IsReader: false), _member);

        FakeLink.Deliver(connection, WireGen.Bytes("PONG\r\n" + Answer("{\"stream\":\"X\", \"seq\":1234}")), [5]);
        Assert.Equal((1, 1, 0), (_member.HasJoined, _member.HasAcknowledged, _member.HasEnded));

        FakeLink.Deliver(connection, WireGen.Bytes(Answer("{\"error\":{\"code\":503}}")), [5]);
        Assert.Equal((1, 1), (_member.HasAcknowledged, _member.HasEnded));
    }

    private static string Answer(string json) => $"MSG _INBOX.1 0 {json.Length}\r\n{json}\r\n";

    private static string Status(string reply, string headers) =>
        $"HMSG _INBOX.1 0 {reply}{headers.Length} {headers.Length}\r\n{headers}\r\n";

    private static NatsConnection Core(FakeLink link) =>
        new(link, (connection, request, member) => new NatsStream(connection, request.Room, member));

    private static NatsConnection Stored(FakeLink link) =>
        new(link, (connection, request, member) => new JetStreamStream(connection, request, member));
}
