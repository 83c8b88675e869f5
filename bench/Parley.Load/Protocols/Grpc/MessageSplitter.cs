using System.Buffers.Binary;
using Parley.Load.Sockets;

namespace Parley.Load.Protocols.Grpc;

/// <summary>Takes messages with their 5-byte prefix out of bytes that arrive in any portions.</summary>
internal sealed class MessageSplitter(MessageHandler take)
{
    public const int PrefixBytes = 5;

    private readonly ByteQueue _partial = new();

    public void Add(ReadOnlySpan<byte> data, long at)
    {
        if (_partial.Count > 0)
        {
            data = CompletePartial(data, at);
        }

        while (TakeMessage(data, out var message))
        {
            take(message, at);
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
                take(message, at);
                _partial.Remove(_partial.Count);
            }
        }

        return data;
    }
}
