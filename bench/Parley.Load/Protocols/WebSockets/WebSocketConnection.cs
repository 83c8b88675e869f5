using System.Buffers.Binary;
using System.Text;
using Parley.Load.Sockets;

namespace Parley.Load.Protocols.WebSockets;

/// <summary>The client side of a WebSocket, which is one stream in one room. Subclasses define the messages.</summary>
internal abstract class WebSocketConnection(ILink link, string host) : ILinkUser, IChatConnection, IChatStream
{
    private const int MinHeaderBytes = 2;
    private const int MaxControlBytes = 125;
    private const int MaxPending = 1 << 18;
    private const byte Final = 0x80;
    private const byte Masked = 0x80;

    private static readonly byte[] Mask = [0x5a, 0xc3, 0x17, 0x9e];

    private byte[] _masked = [];
    private bool _upgraded;
    private bool _final;
    private bool _blocked;
    private bool _ended;
    private long _left;

    protected ILink Link => link;

    protected JoinRequest Request { get; private set; }

    protected IMember Member { get; private set; } = null!;

    public IChatStream Join(JoinRequest request, IMember member)
    {
        (Request, Member) = (request, member);
        link.Queue(Encoding.ASCII.GetBytes(
            $"GET {Path(request.Room)} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            + (SubProtocol.Length > 0 ? $"Sec-WebSocket-Protocol: {SubProtocol}\r\n\r\n" : "\r\n")));
        return this;
    }

    public bool TrySend(ReadOnlySpan<byte> text)
    {
        _blocked = link.Pending > MaxPending;
        if (_blocked || _ended)
        {
            return false;
        }

        Post(text);
        return true;
    }

    public void Pause(bool paused) => link.Pause(paused);

    public void Close() => link.Close();

    public void Closed() => End();

    public void Drained()
    {
        if (_blocked)
        {
            _blocked = false;
            Member.Unblocked();
        }
    }

    public int Received(ReadOnlySpan<byte> bytes)
    {
        var rest = bytes;
        if (!_upgraded && !Upgrade(ref rest))
        {
            return 0;
        }

        while (_left > 0 || BeginFrame(ref rest))
        {
            var chunk = rest[..(int)Math.Min(_left, rest.Length)];
            rest = rest[chunk.Length..];
            _left -= chunk.Length;
            if (_left > 0 && chunk.IsEmpty)
            {
                break;
            }

            Received(chunk, _final && _left == 0);
        }

        return bytes.Length - rest.Length;
    }

    /// <summary>The sub-protocol to ask for; empty for none.</summary>
    protected virtual string SubProtocol => "";

    protected abstract string Path(string room);

    /// <summary>The server has accepted the WebSocket.</summary>
    protected abstract void Upgraded();

    /// <summary>A message, or a part of one, has arrived.</summary>
    protected abstract void Received(ReadOnlySpan<byte> chunk, bool endsMessage);

    /// <summary>Sends a text to the room.</summary>
    protected abstract void Post(ReadOnlySpan<byte> text);

    protected void End()
    {
        if (!_ended)
        {
            _ended = true;
            Member?.Ended();
        }
    }

    /// <summary>Queues a frame. The mask is constant but not zero, so that the server still has to unmask.</summary>
    protected void Send(WebSocketOpcode opcode, ReadOnlySpan<byte> payload)
    {
        if (_masked.Length < payload.Length)
        {
            _masked = new byte[payload.Length];
        }

        for (var i = 0; i < payload.Length; i++)
        {
            _masked[i] = (byte)(payload[i] ^ Mask[i & 3]);
        }

        Span<byte> header = stackalloc byte[4];
        header[0] = (byte)(Final | (byte)opcode);
        header[1] = (byte)(Masked | Math.Min(payload.Length, MaxControlBytes + 1));
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], checked((ushort)payload.Length));
        link.Queue(payload.Length <= MaxControlBytes ? header[..2] : header);
        link.Queue(Mask);
        link.Queue(_masked.AsSpan(0, payload.Length));
    }

    private bool Upgrade(ref ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        if (!rest.StartsWith("HTTP/1.1 101"u8))
        {
            throw new LoadException($"The server refused a WebSocket: {Encoding.ASCII.GetString(rest[..rest.IndexOf((byte)'\r')])}");
        }

        rest = rest[(end + 4)..];
        _upgraded = true;
        Upgraded();
        return true;
    }

    /// <summary>Reads whole control frames and headers, up to the payload of a data frame.</summary>
    private bool BeginFrame(ref ReadOnlySpan<byte> rest)
    {
        while (rest.Length >= MinHeaderBytes)
        {
            var headerBytes = rest[1] switch { 126 => 4, 127 => 10, _ => MinHeaderBytes };
            if (rest.Length < headerBytes)
            {
                return false;
            }

            var length = rest[1] switch
            {
                126 => BinaryPrimitives.ReadUInt16BigEndian(rest[2..]),
                127 => BinaryPrimitives.ReadInt64BigEndian(rest[2..]),
                var small => small,
            };
            var opcode = (WebSocketOpcode)(rest[0] & 0x0f);
            if (opcode < WebSocketOpcode.Close)
            {
                _final = (rest[0] & Final) != 0;
                _left = length;
                rest = rest[headerBytes..];
                return true;
            }

            if (rest.Length < headerBytes + length)
            {
                return false;
            }

            Control(opcode, rest.Slice(headerBytes, (int)length));
            rest = rest[(headerBytes + (int)length)..];
        }

        return false;
    }

    private void Control(WebSocketOpcode opcode, ReadOnlySpan<byte> payload)
    {
        if (opcode == WebSocketOpcode.Ping)
        {
            Send(WebSocketOpcode.Pong, payload);
        }
        else if (opcode == WebSocketOpcode.Close)
        {
            End();
        }
    }
}
