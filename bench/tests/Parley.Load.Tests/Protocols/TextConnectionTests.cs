using System.Text;
using CsCheck;
using Parley.Load.Protocols;
using Parley.Load.Protocols.WebSockets;

namespace Parley.Load.Tests.Protocols;

public sealed class TextConnectionTests
{
    private const int Text = 1;

    [Fact]
    public void Received_AnyFramesAndPieces_DeliversEachMessageOnce() =>
        Gen.Select(WireGen.Texts, WireGen.Pieces, WireGen.Pieces).Sample((texts, frames, pieces) =>
        {
            var member = new FakeMember();
            var connection = Join(new FakeLink(), member);
            var bytes = new List<byte>(WireGen.Bytes(WebSocketFrames.Upgrade));
            texts.ForEach(text => bytes.AddRange(WebSocketFrames.Message(Text, WireGen.Bytes($"ada\t{text}\t1767000000"), frames)));

            FakeLink.Deliver(connection, [.. bytes], pieces);

            Assert.Equal((1, 0), (member.HasJoined, member.HasEnded));
            Assert.Equal(texts, member.Texts);
        });

    [Fact]
    public void Received_Ping_SendsPong()
    {
        var link = new FakeLink();
        var connection = Join(link, new FakeMember());
        FakeLink.Deliver(connection, WireGen.Bytes(WebSocketFrames.Upgrade), [1_000]);
        link.Forget();

        FakeLink.Deliver(connection, [0x89, 2, 7, 8], [1]);

        Assert.Equal([7, 8], Unmask(WireGen.Bytes(link.Queued), out var opcode));
        Assert.Equal(10, opcode);
    }

    [Theory]
    [InlineData(32)]
    [InlineData(300)]
    public void TrySend_AnyLength_SendsOneMaskedFrame(int length)
    {
        var link = new FakeLink();
        var connection = Join(link, new FakeMember());
        link.Forget();

        Assert.True(connection.TrySend(WireGen.Bytes(new string('t', length))));

        Assert.Equal($"ada\t{new string('t', length)}", Encoding.ASCII.GetString(Unmask(WireGen.Bytes(link.Queued), out var opcode)));
        Assert.Equal(Text, opcode);
    }

    [Fact]
    public void TrySend_TooMuchPending_ResumesWhenDrained()
    {
        var (link, member) = (new FakeLink { Pending = 1_000_000 }, new FakeMember());
        var connection = Join(link, member);

        Assert.False(connection.TrySend(new byte[100]));
        link.Pending = 0;
        connection.Drained();

        Assert.Equal(1, member.HasUnblocked);
        Assert.True(connection.TrySend(new byte[100]));
    }

    [Fact]
    public void Received_Refusal_ThrowsWithReason()
    {
        var connection = Join(new FakeLink(), new FakeMember());

        var exception = Assert.Throws<LoadException>(
            () => FakeLink.Deliver(connection, WireGen.Bytes("HTTP/1.1 404 Not Found\r\n\r\n"), [100]));
        Assert.Contains("404", exception.Message, StringComparison.Ordinal);
    }

    private static TextConnection Join(FakeLink link, FakeMember member)
    {
        var connection = new TextConnection(link, "server");
        connection.Join(new JoinRequest("kitchen", "ada"), member);
        Assert.StartsWith("GET /kitchen HTTP/1.1\r\n", link.Queued, StringComparison.Ordinal);
        return connection;
    }

    private static byte[] Unmask(byte[] frame, out int opcode)
    {
        opcode = frame[0] & 0x0f;
        Assert.Equal(0x80, frame[1] & 0x80);
        var start = (frame[1] & 0x7f) == 126 ? 4 : 2;
        var mask = frame[start..(start + 4)];
        return [.. frame[(start + 4)..].Select((value, i) => (byte)(value ^ mask[i & 3]))];
    }
}
