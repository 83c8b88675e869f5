using System.Buffers.Binary;
using Parley.Load.Sockets;

namespace Parley.Load.Protocols.Grpc;

/// <summary>One bidirectional gRPC stream: takes messages out of DATA frames and puts them in.</summary>
internal sealed class GrpcStream(GrpcConnection connection, int id, long window, string user, IMember member) : IChatStream
{
    private const int PrefixBytes = 5;
    private const int ReplenishAfter = 1 << 28;

    private readonly ByteQueue _partial = new();
    private byte[] _message = [];
    private int _textBytes = -1;
    private long _window = window;
    private long _unacknowledged;
    private bool _blocked;
    private bool _ended;

    public bool TrySend(ReadOnlySpan<byte> text)
    {
        if (text.Length != _textBytes)
        {
            BeginWith(text.Length);
        }

        _blocked = _window < _message.Length || connection.SendWindow < _message.Length;
        if (_blocked || _ended)
        {
            return false;
        }

        text.CopyTo(_message.AsSpan(_message.Length - text.Length));
        _window -= _message.Length;
        connection.QueueData(id, _message);
        return true;
    }

    public void Widen(int increment) => _window += increment;

    /// <summary>The connection or the stream may send more.</summary>
    public void Unblock()
    {
        if (_blocked && !_ended)
        {
            _blocked = false;
            member.Unblocked();
        }
    }

    public void Open() => member.Joined();

    public void End()
    {
        if (!_ended)
        {
            _ended = true;
            member.Ended();
        }
    }

    public void Received(ReadOnlySpan<byte> data, long at)
    {
        _unacknowledged += data.Length;
        if (_unacknowledged >= ReplenishAfter)
        {
            connection.QueueWindowUpdate(id, (int)_unacknowledged);
            _unacknowledged = 0;
        }

        if (_partial.Count > 0)
        {
            data = CompletePartial(data, at);
        }

        while (TakeMessage(data, out var message))
        {
            member.Received(ChatMessageFormat.Text(message), at);
            data = data[(PrefixBytes + message.Length)..];
        }

        if (data.Length > 0)
        {
            _partial.Add(data);
        }
    }

    private static bool TakeMessage(ReadOnlySpan<byte> data, out ReadOnlySpan<byte> message)
    {
        message = default;
        if (data.Length < PrefixBytes)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadInt32BigEndian(data[1..]);
        if (data.Length - PrefixBytes < length)
        {
            return false;
        }

        message = data.Slice(PrefixBytes, length);
        return true;
    }

    private ReadOnlySpan<byte> CompletePartial(ReadOnlySpan<byte> data, long at)
    {
        while (data.Length > 0 && _partial.Count > 0)
        {
            var have = _partial.Waiting;
            var wanted = have.Length < PrefixBytes ? PrefixBytes : PrefixBytes + BinaryPrimitives.ReadInt32BigEndian(have[1..]);
            var taken = Math.Min(wanted - have.Length, data.Length);
            _partial.Add(data[..taken]);
            data = data[taken..];
            if (TakeMessage(_partial.Waiting, out var message))
            {
                member.Received(ChatMessageFormat.Text(message), at);
                _partial.Remove(_partial.Count);
            }
        }

        return data;
    }

    private void BeginWith(int textBytes)
    {
        var before = ChatMessageFormat.BeforeText(user, textBytes);
        _textBytes = textBytes;
        _message = [.. new byte[PrefixBytes], .. before, .. new byte[textBytes]];
        BinaryPrimitives.WriteInt32BigEndian(_message.AsSpan(1), before.Length + textBytes);
    }
}
