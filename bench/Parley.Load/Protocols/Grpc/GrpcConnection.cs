using System.Buffers.Binary;
using Parley.Load.Sockets;

namespace Parley.Load.Protocols.Grpc;

/// <summary>
/// The client side of HTTP/2 with as little work as possible: windows as large as the protocol allows, no header decoding, no copies of
/// received bytes.
/// </summary>
internal sealed class GrpcConnection : ILinkUser, IChatConnection
{
    private const int HeaderBytes = 9;
    private const int MaxWindow = int.MaxValue;
    private const int MaxFrameBytes = 16_384;
    private const int DefaultWindow = 65_535;
    private const int ReplenishAfter = 1 << 28;
    private const int InitialWindowSize = 4;

    private readonly ILink _link;
    private readonly string _authority;
    private readonly IGrpcMethod _method;
    private readonly Dictionary<int, GrpcStream> _streams = [];
    private int _initialStreamWindow = DefaultWindow;
    private long _unacknowledged;
    private int _nextStream = 1;

    public GrpcConnection(ILink link, string authority, IGrpcMethod method)
    {
        (_link, _authority, _method) = (link, authority, method);
        link.Queue("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8);
        QueueFrame(FrameType.Settings, 0, 0, [0, InitialWindowSize, 0x7f, 0xff, 0xff, 0xff]);
        QueueWindowUpdate(0, MaxWindow - DefaultWindow);
    }

    /// <summary>Bytes that may still be sent on the connection.</summary>
    public long SendWindow { get; private set; } = DefaultWindow;

    public IChatStream Join(JoinRequest request, IMember member)
    {
        var stream = _method.Open(this, _nextStream, _initialStreamWindow, request, member);
        _streams[_nextStream] = stream;
        QueueFrame(FrameType.Headers, FrameFlags.EndHeaders, _nextStream, _method.Headers(_link.IsTls, _authority, request));
        _nextStream += 2;
        stream.Begin();
        return stream;
    }

    public void Pause(bool paused) => _link.Pause(paused);

    public void Close() => _link.Close();

    public void Drained()
    {
    }

    public void Closed()
    {
        foreach (var stream in _streams.Values)
        {
            stream.End();
        }
    }

    /// <summary>Queues DATA frames; the caller has checked the windows.</summary>
    public void QueueData(int stream, ReadOnlySpan<byte> data)
    {
        SendWindow -= data.Length;
        for (; data.Length > MaxFrameBytes; data = data[MaxFrameBytes..])
        {
            QueueFrame(FrameType.Data, 0, stream, data[..MaxFrameBytes]);
        }

        QueueFrame(FrameType.Data, 0, stream, data);
    }

    /// <summary>Enlarges the receive window of a stream, or of the connection for stream 0.</summary>
    public void QueueWindowUpdate(int stream, int increment)
    {
        Span<byte> payload = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(payload, increment);
        QueueFrame(FrameType.WindowUpdate, 0, stream, payload);
    }

    public int Received(ReadOnlySpan<byte> bytes)
    {
        var rest = bytes;
        while (rest.Length >= HeaderBytes)
        {
            var length = (rest[0] << 16) | (rest[1] << 8) | rest[2];
            if (rest.Length < HeaderBytes + length)
            {
                break;
            }

            var stream = BinaryPrimitives.ReadInt32BigEndian(rest[5..]) & int.MaxValue;
            Handle((FrameType)rest[3], rest[4], stream, rest.Slice(HeaderBytes, length));
            rest = rest[(HeaderBytes + length)..];
        }

        return bytes.Length - rest.Length;
    }

    private void Handle(FrameType type, byte flags, int id, ReadOnlySpan<byte> payload)
    {
        switch (type)
        {
            case FrameType.Data:
                Replenish(payload.Length);
                if (_streams.TryGetValue(id, out var stream))
                {
                    stream.Received(payload, _link.ArrivedAt);
                }

                break;
            case FrameType.Headers when (flags & FrameFlags.EndStream) != 0:
            case FrameType.ResetStream:
                _streams.GetValueOrDefault(id)?.End();
                break;
            case FrameType.Headers:
                _streams.GetValueOrDefault(id)?.Open();
                break;
            case FrameType.Settings when (flags & FrameFlags.Acknowledge) == 0:
                ApplySettings(payload);
                QueueFrame(FrameType.Settings, FrameFlags.Acknowledge, 0, []);
                break;
            case FrameType.Ping when (flags & FrameFlags.Acknowledge) == 0:
                QueueFrame(FrameType.Ping, FrameFlags.Acknowledge, 0, payload);
                break;
            case FrameType.WindowUpdate:
                Widen(id, BinaryPrimitives.ReadInt32BigEndian(payload));
                break;
        }
    }

    private void ApplySettings(ReadOnlySpan<byte> payload)
    {
        for (; payload.Length >= 6; payload = payload[6..])
        {
            if (BinaryPrimitives.ReadUInt16BigEndian(payload) == InitialWindowSize)
            {
                var window = BinaryPrimitives.ReadInt32BigEndian(payload[2..]);
                foreach (var stream in _streams.Values)
                {
                    stream.Widen(window - _initialStreamWindow);
                    stream.Unblock();
                }

                _initialStreamWindow = window;
            }
        }
    }

    private void Widen(int id, int increment)
    {
        if (id != 0)
        {
            if (_streams.TryGetValue(id, out var stream))
            {
                stream.Widen(increment);
                stream.Unblock();
            }

            return;
        }

        SendWindow += increment;
        foreach (var stream in _streams.Values)
        {
            stream.Unblock();
        }
    }

    private void Replenish(int consumed)
    {
        _unacknowledged += consumed;
        if (_unacknowledged >= ReplenishAfter)
        {
            QueueWindowUpdate(0, (int)_unacknowledged);
            _unacknowledged = 0;
        }
    }

    private void QueueFrame(FrameType type, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        header[0] = (byte)(payload.Length >> 16);
        header[1] = (byte)(payload.Length >> 8);
        header[2] = (byte)payload.Length;
        header[3] = (byte)type;
        header[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(header[5..], stream);
        _link.Queue(header);
        _link.Queue(payload);
    }
}
