using System.Buffers.Binary;

namespace Parley.Load.Tests.Protocols;

/// <summary>The frames of an HTTP/2 server.</summary>
internal static class HttpFrames
{
    public const byte Data = 0;
    public const byte Headers = 1;
    public const byte ResetStream = 3;
    public const byte Settings = 4;
    public const byte Ping = 6;
    public const byte WindowUpdate = 8;

    public static byte[] Frame(byte type, byte flags, int stream, byte[] payload)
    {
        var header = new byte[9];
        BinaryPrimitives.WriteInt32BigEndian(header, (payload.Length << 8) | type);
        header[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(5), stream);
        return [.. header, .. payload];
    }

    /// <summary>A gRPC message with its prefix.</summary>
    public static byte[] Message(byte[] message)
    {
        var prefix = new byte[5];
        BinaryPrimitives.WriteInt32BigEndian(prefix.AsSpan(1), message.Length);
        return [.. prefix, .. message];
    }

    /// <summary>DATA frames of the given sizes, in turn, with a ping after each.</summary>
    public static byte[] DataFrames(int stream, byte[] bytes, IReadOnlyList<int> sizes)
    {
        var frames = new List<byte>();
        for (var (at, i) = (0, 0); at < bytes.Length; i++)
        {
            var length = Math.Min(sizes[i % sizes.Count], bytes.Length - at);
            frames.AddRange(Frame(Data, 0, stream, bytes[at..(at + length)]));
            frames.AddRange(Frame(Ping, 0, 0, new byte[8]));
            at += length;
        }

        return [.. frames];
    }
}
