using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Parley.Load.Sockets;

namespace Parley.Load.Http2;

/// <summary>
/// The client's end of HTTP/2 with as little work as a load generator can get away with: windows as large as the protocol
/// allows, no header decoding, no copies of what is read.
/// </summary>
internal sealed unsafe class Http2Connection : ISocketHandler
{
    private const int HeaderBytes = 9;
    private const int LargestWindow = int.MaxValue;
    private const int DefaultWindow = 65_535;
    private const int ReplenishAfter = 1 << 28;

    private readonly EpollLoop _loop;
    private readonly int _index;
    private readonly int _descriptor;
    private readonly string _authority;
    private readonly Dictionary<int, GrpcStream> _streams = [];
    private readonly byte[] _input = GC.AllocateArray<byte>(1 << 18, pinned: true);
    private int _filled;
    private byte[] _output = GC.AllocateArray<byte>(1 << 12, pinned: true);
    private int _pending;
    private bool _wantsWrite;
    private bool _paused;
    private long _unacknowledged;
    private int _nextStream = 1;

    public Http2Connection(EpollLoop loop, int index, int descriptor, string authority)
    {
        (_loop, _index, _descriptor, _authority) = (loop, index, descriptor, authority);
        Queue("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8);
        Span<byte> settings = [0, 4, 0x7f, 0xff, 0xff, 0xff];
        QueueFrame(FrameType.Settings, 0, 0, settings);
        QueueWindowUpdate(0, LargestWindow - DefaultWindow);
    }

    /// <summary>Bytes that may still be sent on the connection.</summary>
    public long SendWindow { get; private set; } = DefaultWindow;

    /// <summary>The window a new stream of the server starts with.</summary>
    public int InitialStreamWindow { get; private set; } = DefaultWindow;

    /// <summary>True once the peer closed the connection.</summary>
    public bool Closed { get; private set; }

    /// <summary>Opens a gRPC stream.</summary>
    public GrpcStream Open(string path, string room, IMessageSink sink)
    {
        var stream = new GrpcStream(this, _nextStream, InitialStreamWindow, sink);
        _streams[_nextStream] = stream;
        var block = new List<byte>(128) { 0x83, 0x86 };
        Literal(":path", path);
        Literal(":authority", _authority);
        Literal("te", "trailers");
        Literal("content-type", "application/grpc");
        Literal("parley-room", room);
        QueueFrame(FrameType.Headers, FrameFlags.EndHeaders, _nextStream, CollectionsMarshal.AsSpan(block));
        _nextStream += 2;
        return stream;

        void Literal(string name, string value)
        {
            block.Add(0);
            block.Add((byte)name.Length);
            block.AddRange(Encoding.ASCII.GetBytes(name));
            block.Add((byte)value.Length);
            block.AddRange(Encoding.ASCII.GetBytes(value));
        }
    }

    /// <summary>Stops or resumes reading from the socket.</summary>
    public void Pause(bool paused)
    {
        _paused = paused;
        _loop.Want(_index, _descriptor, !paused, _wantsWrite);
    }

    /// <summary>Queues a DATA frame; the caller has checked the windows.</summary>
    public void QueueData(int stream, ReadOnlySpan<byte> data)
    {
        SendWindow -= data.Length;
        QueueFrame(FrameType.Data, 0, stream, data);
    }

    /// <summary>Sends what is queued as far as the socket takes it.</summary>
    public void Flush()
    {
        var sent = 0;
        fixed (byte* output = _output)
        {
            while (sent < _pending)
            {
                var count = Libc.Send(_descriptor, output + sent, _pending - sent, Libc.DontWait | Libc.NoSignal);
                if (count <= 0)
                {
                    break;
                }

                sent += (int)count;
            }
        }

        _output.AsSpan(sent, _pending - sent).CopyTo(_output);
        _pending -= sent;
        if (_wantsWrite != _pending > 0)
        {
            _wantsWrite = _pending > 0;
            _loop.Want(_index, _descriptor, !_paused, _wantsWrite);
        }
    }

    public void Writable() => Flush();

    public void Readable()
    {
        if (_paused)
        {
            return;
        }

        nint count;
        fixed (byte* input = _input)
        {
            count = Libc.Receive(_descriptor, input + _filled, _input.Length - _filled, Libc.DontWait);
        }

        if (count == 0 || (count < 0 && Marshal.GetLastPInvokeError() is not (Libc.TryAgain or Libc.Interrupted)))
        {
            Closed = true;
            _loop.Want(_index, _descriptor, false, false);
            return;
        }

        if (count > 0)
        {
            _filled += (int)count;
            Consume();
        }

        if (_pending > 0)
        {
            Flush();
        }
    }

    private void Consume()
    {
        var rest = _input.AsSpan(0, _filled);
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

        rest.CopyTo(_input);
        _filled = rest.Length;
    }

    private void Handle(FrameType type, byte flags, int id, ReadOnlySpan<byte> payload)
    {
        switch (type)
        {
            case FrameType.Data:
                Replenish(payload.Length);
                if (_streams.TryGetValue(id, out var stream))
                {
                    stream.Received(payload);
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
            if (BinaryPrimitives.ReadUInt16BigEndian(payload) == 4)
            {
                var window = BinaryPrimitives.ReadInt32BigEndian(payload[2..]);
                foreach (var stream in _streams.Values)
                {
                    stream.Widen(window - InitialStreamWindow);
                }

                InitialStreamWindow = window;
            }
        }
    }

    private void Widen(int id, int increment)
    {
        if (id == 0)
        {
            SendWindow += increment;
        }
        else if (_streams.TryGetValue(id, out var stream))
        {
            stream.Widen(increment);
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

    /// <summary>Gives the server more room on a stream, or on the connection for 0.</summary>
    public void QueueWindowUpdate(int stream, int increment)
    {
        Span<byte> payload = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(payload, increment);
        QueueFrame(FrameType.WindowUpdate, 0, stream, payload);
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
        Queue(header);
        Queue(payload);
    }

    private void Queue(ReadOnlySpan<byte> bytes)
    {
        if (_pending + bytes.Length > _output.Length)
        {
            var larger = GC.AllocateArray<byte>(Math.Max(_output.Length * 2, _pending + bytes.Length), pinned: true);
            _output.AsSpan(0, _pending).CopyTo(larger);
            _output = larger;
        }

        bytes.CopyTo(_output.AsSpan(_pending));
        _pending += bytes.Length;
    }
}
