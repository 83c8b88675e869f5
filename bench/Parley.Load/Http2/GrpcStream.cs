using System.Buffers.Binary;

namespace Parley.Load.Http2;

/// <summary>One bidirectional gRPC stream: takes messages out of DATA frames and puts them in.</summary>
internal sealed class GrpcStream(Http2Connection connection, int id, long window, IMessageSink sink)
{
    private const int PrefixBytes = 5;
    private const int ReplenishAfter = 1 << 28;

    private byte[] _partial = new byte[256];
    private int _partialBytes;
    private long _window = window;
    private long _unacknowledged;

    /// <summary>True once response headers arrived: the server has accepted the stream.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>True once the server ended the stream.</summary>
    public bool Ended { get; private set; }

    /// <summary>True if a message of that many bytes may be sent now.</summary>
    public bool CanSend(int bytes) => !Ended && _window >= bytes + PrefixBytes && connection.SendWindow >= bytes + PrefixBytes;

    /// <summary>Queues a message that already has its 5-byte prefix.</summary>
    public void QueueFramed(ReadOnlySpan<byte> framed)
    {
        _window -= framed.Length;
        connection.QueueData(id, framed);
    }

    public void Flush() => connection.Flush();

    public void Widen(int increment) => _window += increment;

    public void Open() => IsOpen = true;

    public void End() => Ended = true;

    public void Received(ReadOnlySpan<byte> data)
    {
        _unacknowledged += data.Length;
        if (_unacknowledged >= ReplenishAfter)
        {
            connection.QueueWindowUpdate(id, (int)_unacknowledged);
            _unacknowledged = 0;
        }

        if (_partialBytes > 0)
        {
            data = CompletePartial(data);
        }

        while (data.Length >= PrefixBytes)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(data[1..]);
            if (data.Length < PrefixBytes + length)
            {
                break;
            }

            sink.Received(data.Slice(PrefixBytes, length));
            data = data[(PrefixBytes + length)..];
        }

        Keep(data);
    }

    private ReadOnlySpan<byte> CompletePartial(ReadOnlySpan<byte> data)
    {
        while (data.Length > 0 && _partialBytes > 0)
        {
            var wanted = _partialBytes < PrefixBytes ? PrefixBytes : PrefixBytes + BinaryPrimitives.ReadInt32BigEndian(_partial.AsSpan(1));
            var taken = Math.Min(wanted - _partialBytes, data.Length);
            Keep(data[..taken]);
            data = data[taken..];
            if (_partialBytes >= PrefixBytes && _partialBytes == PrefixBytes + BinaryPrimitives.ReadInt32BigEndian(_partial.AsSpan(1)))
            {
                sink.Received(_partial.AsSpan(PrefixBytes, _partialBytes - PrefixBytes));
                _partialBytes = 0;
            }
        }

        return data;
    }

    private void Keep(ReadOnlySpan<byte> data)
    {
        if (_partialBytes + data.Length > _partial.Length)
        {
            Array.Resize(ref _partial, Math.Max(_partial.Length * 2, _partialBytes + data.Length));
        }

        data.CopyTo(_partial.AsSpan(_partialBytes));
        _partialBytes += data.Length;
    }
}
