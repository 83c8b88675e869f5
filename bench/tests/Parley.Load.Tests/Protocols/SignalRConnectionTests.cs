using CsCheck;
using Parley.Load.Protocols;
using Parley.Load.Protocols.SignalR;

namespace Parley.Load.Tests.Protocols;

public sealed class SignalRConnectionTests
{
    private const int Binary = 2;

    private static readonly byte[] Ping = [2, 0x91, 6];
    private static readonly byte[] Joined = Framed(
        [0x95, 3, 0x80, .. Packer.String("1"u8.ToArray(), false), 1, .. Packer.String("no such method"u8.ToArray(), false)]);

    [Fact]
    public void Received_AnyFramesAndPieces_DeliversEachMessageOnce() =>
        Gen.Select(WireGen.Texts, Gen.Bool, WireGen.Pieces, WireGen.Pieces).Sample((texts, large, frames, pieces) =>
        {
            var member = new FakeMember();
            var connection = new SignalRConnection(new FakeLink(), "server");
            connection.Join(new JoinRequest("kitchen", "ada"), member);
            byte[] stream = [.. "{}\u001e"u8, .. Joined, .. texts.SelectMany(text => ChatMessage(text, large))];

            FakeLink.Deliver(
                connection, [.. WireGen.Bytes(WebSocketFrames.Upgrade), .. WebSocketFrames.Message(Binary, stream, frames)], pieces);

            Assert.Equal((1, 0), (member.HasJoined, member.HasEnded));
            Assert.Equal(texts, member.Texts);
        });

    [Fact]
    public void Received_Close_EndsStream()
    {
        var (connection, member) = (new SignalRConnection(new FakeLink(), "server"), new FakeMember());
        connection.Join(new JoinRequest("kitchen", "ada"), member);
        byte[] stream = [.. "{}\u001e"u8, .. Joined, 3, 0x92, 7, 0xc0];

        FakeLink.Deliver(
            connection, [.. WireGen.Bytes(WebSocketFrames.Upgrade), .. WebSocketFrames.Message(Binary, stream, [1_000])], [1_000]);

        Assert.Equal((1, 1), (member.HasJoined, member.HasEnded));
    }

    [Fact]
    public void Received_HandshakeRefused_ThrowsWithReason()
    {
        var connection = new SignalRConnection(new FakeLink(), "server");
        connection.Join(new JoinRequest("kitchen", "ada"), new FakeMember());
        byte[] bytes = [.. WireGen.Bytes(WebSocketFrames.Upgrade), .. WebSocketFrames.Message(
            Binary, "{\"error\":\"no\"}\u001e"u8.ToArray(), [1_000])];

        Assert.Contains(
            "no", Assert.Throws<LoadException>(() => FakeLink.Deliver(connection, bytes, [1_000])).Message, StringComparison.Ordinal);
    }

    /// <summary>A chat message between two frames that are not chat messages.</summary>
    private static byte[] ChatMessage(string text, bool large) =>
        [.. Ping, .. Invocation("message", text, large), .. Invocation("other", text, large)];

    private static byte[] Invocation(string target, string text, bool large) => Framed(Packer.Array(
        [1],
        [0x80],
        [0xc0],
        Packer.String(WireGen.Bytes(target), false),
        Packer.Array(Packer.String("ada"u8.ToArray(), false), Packer.String(WireGen.Bytes(text), large), Packer.UnixSeconds(1_767_000_000)),
        Packer.Array()));

    private static byte[] Framed(byte[] message) =>
        message.Length < 0x80 ? [(byte)message.Length, .. message]
            : [(byte)((message.Length & 0x7f) | 0x80), (byte)(message.Length >> 7), .. message];
}
