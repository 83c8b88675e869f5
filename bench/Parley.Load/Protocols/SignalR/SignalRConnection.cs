using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using Parley.Load.Protocols.WebSockets;
using Parley.Load.Sockets;

namespace Parley.Load.Protocols.SignalR;

/// <summary>
/// Posts by calling <c>Say(user, text)</c> and receives <c>message(user, text, unixSeconds)</c>. It has joined once the server answers
/// a call, even of a method the hub does not have: SignalR answers no call before the hub's OnConnectedAsync is done.
/// </summary>
internal sealed class SignalRConnection(ILink link, string host) : WebSocketConnection(link, host)
{
    private const byte RecordSeparator = 0x1e;
    private const int MaxLengthBytes = 5;

    private static readonly TimeSpan PingAfter = TimeSpan.FromSeconds(5);
    private static readonly byte[] Ping = [2, 0x91, (byte)HubMessageType.Ping];

    private readonly ByteQueue _partial = new();
    private byte[] _invocation = [];
    private int _textBytes = -1;
    private bool _shookHands;
    private long _sentAt = Stopwatch.GetTimestamp();

    protected override string Path(string room) => $"/chat?room={room}";

    protected override void Upgraded()
    {
        Send(WebSocketOpcode.Text, [.. "{\"protocol\":\"messagepack\",\"version\":1}"u8, RecordSeparator]);
        Send(WebSocketOpcode.Binary, Framed([0x95, (byte)HubMessageType.Invocation, 0x80, .. String("1"), .. String("Joined"), 0x90]));
    }

    protected override void Received(ReadOnlySpan<byte> chunk, bool endsMessage)
    {
        // The server closes a connection that is silent for 30 s, and a busy server does not ask with a ping first.
        if (Stopwatch.GetElapsedTime(_sentAt, Link.ArrivedAt) > PingAfter)
        {
            _sentAt = Link.ArrivedAt;
            Send(WebSocketOpcode.Binary, Ping);
        }

        if (_partial.Count == 0)
        {
            _partial.Add(chunk[Take(chunk)..]);
            return;
        }

        _partial.Add(chunk);
        _partial.Remove(Take(_partial.Waiting));
    }

    protected override void Post(ReadOnlySpan<byte> text)
    {
        if (text.Length != _textBytes)
        {
            _textBytes = text.Length;
            _invocation = Framed(
            [
                0x95, (byte)HubMessageType.Invocation, 0x80, 0xc0, .. String("Say"),
                0x92, .. String(Request.User), .. String(new string('x', text.Length)),
            ]);
        }

        text.CopyTo(_invocation.AsSpan(_invocation.Length - text.Length));
        _sentAt = Link.ArrivedAt;
        Send(WebSocketOpcode.Binary, _invocation);
    }

    private int Take(ReadOnlySpan<byte> bytes)
    {
        var rest = bytes;
        if (!_shookHands && !ShakeHands(ref rest))
        {
            return 0;
        }

        while (TakeMessage(ref rest, out var message))
        {
            Handle(new MessagePackCursor(message));
        }

        return bytes.Length - rest.Length;
    }

    private bool ShakeHands(ref ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf(RecordSeparator);
        if (end < 0)
        {
            return false;
        }

        if (!rest[..end].SequenceEqual("{}"u8))
        {
            throw new LoadException($"The server refused the SignalR handshake: {Encoding.UTF8.GetString(rest[..end])}");
        }

        rest = rest[(end + 1)..];
        _shookHands = true;
        return true;
    }

    private static bool TakeMessage(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> message)
    {
        message = default;
        uint length = 0;
        for (var i = 0; i < Math.Min(MaxLengthBytes, rest.Length); i++)
        {
            length |= (uint)(rest[i] & 0x7f) << (7 * i);
            if (rest[i] < 0x80)
            {
                if (rest.Length - i - 1 < length)
                {
                    return false;
                }

                message = rest.Slice(i + 1, (int)length);
                rest = rest[(i + 1 + (int)length)..];
                return true;
            }
        }

        return false;
    }

    private void Handle(MessagePackCursor message)
    {
        message.ReadArrayLength();
        switch ((HubMessageType)message.ReadSmallInteger())
        {
            case HubMessageType.Invocation:
                Invoke(ref message);
                break;
            case HubMessageType.Completion:
                Member.Joined();
                break;
            case HubMessageType.Close:
                End();
                break;
        }
    }

    /// <summary>Headers, invocation id, target, [user, text, unixSeconds].</summary>
    private void Invoke(ref MessagePackCursor message)
    {
        message.Skip();
        message.Skip();
        if (message.ReadString().SequenceEqual("message"u8))
        {
            message.ReadArrayLength();
            message.Skip();
            Member.Received(message.ReadString(), Link.ArrivedAt);
        }
    }

    private static byte[] String(string value)
    {
        var bytes = Encoding.ASCII.GetBytes(value);
        if (bytes.Length < 32)
        {
            return [(byte)(0xa0 | bytes.Length), .. bytes];
        }

        var header = new byte[3];
        header[0] = 0xda;
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(1), (ushort)bytes.Length);
        return [.. header, .. bytes];
    }

    private static byte[] Framed(byte[] message)
    {
        var length = new List<byte>();
        for (var rest = message.Length; ; rest >>= 7)
        {
            length.Add((byte)((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0)));
            if (rest <= 0x7f)
            {
                return [.. length, .. message];
            }
        }
    }
}
