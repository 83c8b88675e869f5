using System.Buffers.Binary;
using CsCheck;
using Google.Protobuf;
using Parley.Load.Protocols;
using Parley.Load.Protocols.Grpc;
using Parley.Load.Protocols.Rooms;
using Parley.Protocol.V1;
using static Parley.Load.Tests.Protocols.HttpFrames;

namespace Parley.Load.Tests.Protocols;

public sealed class SessionStreamTests
{
    private readonly FakeLink _link = new();
    private readonly FakeMember _member = new();

    [Fact]
    public void Received_AnyFramesAndPieces_DeliversEachEventOnce() =>
        Gen.Select(WireGen.Texts, WireGen.Pieces, WireGen.Pieces, Gen.Long[0, long.MaxValue / 2]).Sample((texts, frames, pieces, after) =>
        {
            var member = new FakeMember();
            var connection = new GrpcConnection(new FakeLink(), "server", new ConnectMethod());
            connection.Join(new JoinRequest("kitchen", "ada"), member);
            List<ServerFrame> sent =
            [
                new() { Welcome = new Welcome { User = "ada" } },
                new() { Joined = new Joined { Room = "kitchen", HeadSequence = after, AfterSequence = after } },
                new() { Presence = new Presence { Room = "kitchen", User = "bob", State = PresenceState.Joined } },
                .. texts.Select((text, i) => Event(after + i + 1, text)),
            ];

            FakeLink.Deliver(connection, DataFrames(1, [.. sent.SelectMany(frame => Message(frame.ToByteArray()))], frames), pieces);

            Assert.Equal((1, 0), (member.HasJoined, member.HasEnded));
            Assert.Equal(texts, member.Texts);
        });

    [Fact]
    public void Join_WithHistory_SendsHelloAndJoin()
    {
        Join(new JoinRequest("kitchen", "ada", History: 77));

        Assert.Contains("/parley.v1.RoomService/Connect", _link.Queued, StringComparison.Ordinal);
        var frames = Sent();
        Assert.Equal(("ada", 1u), (frames[0].Hello.User, frames[0].Hello.ProtocolVersion));
        Assert.Equal(("kitchen", 77), (frames[1].Join.Room, frames[1].Join.Last));
    }

    [Fact]
    public void Join_WithoutHistory_RequestsNewEventsOnly()
    {
        Join(new JoinRequest("kitchen", "ada"));

        Assert.Equal(Parley.Protocol.V1.Join.FromOneofCase.None, Sent()[1].Join.FromCase);
    }

    [Theory]
    [InlineData(32)]
    [InlineData(110)]
    [InlineData(128)]
    [InlineData(16_000)]
    public void TrySend_AnyLength_SendsPostWithUniqueId(int length)
    {
        var (_, stream) = Join(new JoinRequest("kitchen", "ada"));
        var text = new string('x', length);

        Assert.True(stream.TrySend(WireGen.Bytes(text)));
        Assert.True(stream.TrySend(WireGen.Bytes(text)));

        var posts = Sent().Skip(2).Select(frame => frame.Post).ToList();
        Assert.All(posts, post => Assert.Equal(("kitchen", text), (post.Room, post.Content.Message.Text)));
        Assert.Equal(2, posts.Select(post => post.CommandId).Distinct().Count());
    }

    [Theory]
    [InlineData(true, 1, 0)]
    [InlineData(false, 0, 2)]
    public void Received_EventsAndAnswers_ReportsTheRequestedOnes(bool isReader, int received, int acknowledged)
    {
        var (connection, stream) = Join(new JoinRequest("kitchen", "ada", IsReader: isReader));
        stream.TrySend(new byte[32]);
        stream.TrySend(new byte[32]);

        Deliver(connection,
            [new() { Joined = new Joined() }, .. Sent().Skip(2).Select(frame => Accepted(frame.Post.CommandId)), Event(1, "a")]);

        Assert.Equal((received, acknowledged), (_member.Texts.Count, _member.HasAcknowledged));
    }

    [Fact]
    public void Received_Ping_SendsPong()
    {
        var (connection, _) = Join(new JoinRequest("kitchen", "ada"));

        Deliver(connection, new ServerFrame { Ping = new Ping() });

        Assert.Equal(ClientFrame.FrameOneofCase.Pong, Sent()[^1].FrameCase);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(9)]
    public void Received_GapOrDuplicate_Throws(long next)
    {
        var (connection, _) = Join(new JoinRequest("kitchen", "ada"));

        var exception = Assert.Throws<LoadException>(() => Deliver(
            connection, new ServerFrame { Joined = new Joined { AfterSequence = 6 } }, Event(7, "a"), Event(next, "b")));
        Assert.Contains($"event {next} of kitchen instead of 8", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Received_AnswersOutOfOrder_Throws()
    {
        var (connection, stream) = Join(new JoinRequest("kitchen", "ada"));
        stream.TrySend(new byte[32]);
        stream.TrySend(new byte[32]);

        Assert.Throws<LoadException>(() => Deliver(connection, Accepted(Sent()[^1].Post.CommandId)));
    }

    [Fact]
    public void Received_Rejection_ThrowsWithReason()
    {
        var (connection, _) = Join(new JoinRequest("kitchen", "ada"));

        var exception = Assert.Throws<LoadException>(() => Deliver(
            connection, new ServerFrame { Rejected = new Rejected { Code = Code.CommandIdReused, Reason = "taken" } }));
        Assert.Contains("CommandIdReused, taken", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Join_BeyondTheWindow_WaitsForTheServer()
    {
        var connection = new GrpcConnection(_link, "server", new ConnectMethod());
        const int Streams = 2_000;
        for (var i = 0; i < Streams; i++)
        {
            connection.Join(new JoinRequest("kitchen", "ada"), _member);
        }

        Assert.True(Sent().Count < Streams * 2);
        FakeLink.Deliver(connection, Frame(WindowUpdate, 0, 0, [0, 0x10, 0, 0]), [5]);

        Assert.Equal(Streams, Sent().Count(frame => frame.Join is not null));
    }

    private static void Deliver(GrpcConnection connection, params ServerFrame[] frames) =>
        FakeLink.Deliver(connection, DataFrames(1, [.. frames.SelectMany(frame => Message(frame.ToByteArray()))], [1_000]), [1_000]);

    private static ServerFrame Event(long sequence, string text) => new()
    {
        Event = new Event
        {
            Room = "kitchen",
            Sequence = sequence,
            User = "ada",
            TimeMs = 1_767_000_000_000,
            CommandId = "c",
            Content = new Content { Message = new Message { Text = text } },
        },
    };

    private static ServerFrame Accepted(string commandId) =>
        new() { Accepted = new Accepted { Room = "kitchen", CommandId = commandId, Sequence = 300 } };

    private (GrpcConnection Connection, IChatStream Stream) Join(JoinRequest request)
    {
        var connection = new GrpcConnection(_link, "server", new ConnectMethod());
        return (connection, connection.Join(request, _member));
    }

    /// <summary>The frames queued in DATA frames, stream by stream.</summary>
    private List<ClientFrame> Sent()
    {
        var streams = new SortedDictionary<int, List<byte>>();
        var bytes = WireGen.Bytes(_link.Queued).AsSpan("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".Length);
        while (!bytes.IsEmpty)
        {
            var length = (bytes[1] << 8) | bytes[2];
            if (bytes[3] == Data)
            {
                var stream = BinaryPrimitives.ReadInt32BigEndian(bytes[5..]);
                streams.TryAdd(stream, []);
                streams[stream].AddRange(bytes.Slice(9, length));
            }

            bytes = bytes[(9 + length)..];
        }

        return [.. streams.Values.SelectMany(sent => Messages([.. sent]))];
    }

    private static IEnumerable<ClientFrame> Messages(byte[] bytes)
    {
        // The window may cut off the last frame.
        for (var at = 0; at + 5 <= bytes.Length && at + 5 + Length(bytes, at) <= bytes.Length; at += 5 + Length(bytes, at))
        {
            yield return ClientFrame.Parser.ParseFrom(bytes, at + 5, Length(bytes, at));
        }
    }

    private static int Length(byte[] bytes, int at) => BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at + 1));
}
