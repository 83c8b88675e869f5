using CsCheck;
using Parley.Load.Protocols;
using Parley.Load.Protocols.Grpc;
using static Parley.Load.Tests.Protocols.HttpFrames;

namespace Parley.Load.Tests.Protocols;

public sealed class GrpcConnectionTests
{
    private readonly FakeLink _link = new();
    private readonly FakeMember _member = new();

    [Fact]
    public void Received_AnyFramesAndPieces_DeliversEachMessageOnce() =>
        Gen.Select(WireGen.Texts, WireGen.Pieces, WireGen.Pieces).Sample((texts, frames, pieces) =>
        {
            var member = new FakeMember();
            var connection = Join(new FakeLink(), member);
            byte[] messages = [.. texts.SelectMany(Message)];
            var bytes = new List<byte>(Frame(Settings, 0, 0, [0, 4, 0, 1, 0, 0]));
            bytes.AddRange(Frame(Headers, FrameFlags.EndHeaders, 1, [0x88]));
            bytes.AddRange(DataFrames(1, messages, frames));

            FakeLink.Deliver(connection, [.. bytes], pieces);

            Assert.Equal((1, 0), (member.HasJoined, member.HasEnded));
            Assert.Equal(texts, member.Texts);
        });

    [Fact]
    public void Join_WithHistory_SendsRoomAndHistoryHeaders()
    {
        new GrpcConnection(_link, "server", new JoinChatMethod()).Join(new JoinRequest("kitchen", "ada", History: 77), _member);

        Assert.StartsWith("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", _link.Queued, StringComparison.Ordinal);
        Assert.Contains("\vparley-room\u0007kitchen", _link.Queued, StringComparison.Ordinal);
        Assert.Contains("\u000eparley-history\u000277", _link.Queued, StringComparison.Ordinal);
    }

    [Fact]
    public void TrySend_BeyondTheWindow_WaitsForTheServer()
    {
        var connection = Join(_link, _member);
        var stream = connection.Join(new JoinRequest("room", "ada"), _member);
        var text = new byte[1_000];
        var sent = 0;
        while (stream.TrySend(text))
        {
            sent++;
        }

        Assert.InRange(sent, 60, 65);
        FakeLink.Deliver(connection, Frame(WindowUpdate, 0, 3, [0, 1, 0, 0]), [5]);
        Assert.False(stream.TrySend(text));
        FakeLink.Deliver(connection, Frame(WindowUpdate, 0, 0, [0, 1, 0, 0]), [5]);

        Assert.Equal(2, _member.HasUnblocked);
        Assert.True(stream.TrySend(text));
    }

    [Fact]
    public void TrySend_LargerThanAFrame_SendsSeveralFrames()
    {
        var stream = new GrpcConnection(_link, "server", new JoinChatMethod()).Join(new JoinRequest("room", "ada"), _member);
        _link.Forget();

        Assert.True(stream.TrySend(new byte[16_384]));

        var sent = WireGen.Bytes(_link.Queued);
        Assert.Equal(16_384, (sent[1] << 8) | sent[2]);
        Assert.Equal(2 * 9 + 5 + 2 + 3 + 4 + 16_384, sent.Length);
    }

    [Fact]
    public void Received_StreamReset_EndsStream()
    {
        FakeLink.Deliver(Join(_link, _member), Frame(ResetStream, 0, 1, new byte[4]), [100]);

        Assert.Equal(1, _member.HasEnded);
    }

    private static GrpcConnection Join(FakeLink link, FakeMember member)
    {
        var connection = new GrpcConnection(link, "server", new JoinChatMethod());
        connection.Join(new JoinRequest("room", "ada"), member);
        return connection;
    }

    private static byte[] Message(string text)
    {
        var bytes = WireGen.Bytes(text);
        return HttpFrames.Message([.. ChatMessageFormat.BeforeText("ada", bytes.Length), .. bytes, 0x18, 0x80, 0x80, 0x04]);
    }
}
