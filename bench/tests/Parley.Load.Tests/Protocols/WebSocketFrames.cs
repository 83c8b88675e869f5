using System.Buffers.Binary;

namespace Parley.Load.Tests.Protocols;

/// <summary>The frames of a WebSocket server.</summary>
internal static class WebSocketFrames
{
    public const string Upgrade = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";

    private const int Continuation = 0;
    private const int Ping = 9;

    /// <summary>A message in frames of the given sizes, in turn, with a ping after each.</summary>
    public static byte[] Message(int opcode, byte[] payload, IReadOnlyList<int> sizes)
    {
        var frames = new List<byte>();
        for (var (at, i) = (0, 0); i == 0 || at < payload.Length; i++)
        {
            var size = Math.Min(sizes[i % sizes.Count], payload.Length - at);
            frames.AddRange(Frame(i == 0 ? opcode : Continuation, at + size == payload.Length, payload[at..(at + size)]));
            frames.AddRange(Frame(Ping, true, [1, 2]));
            at += size;
        }

        return [.. frames];
    }

    private static byte[] Frame(int opcode, bool isFinal, byte[] payload)
    {
        var header = new byte[10];
        header[0] = (byte)(opcode | (isFinal ? 0x80 : 0));
        switch (payload.Length)
        {
            case < 126:
                header[1] = (byte)payload.Length;
                return [.. header[..2], .. payload];
            case < 1_000:
                header[1] = 126;
                BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)payload.Length);
                return [.. header[..4], .. payload];
            default:
                header[1] = 127;
                BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(2), payload.Length);
                return [.. header, .. payload];
        }
    }
}
