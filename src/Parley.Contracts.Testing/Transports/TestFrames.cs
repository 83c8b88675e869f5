using System.Buffers.Binary;
using Google.Protobuf;
using Parley.Protocol.V1;

namespace Parley.Contracts.Testing.Transports;

/// <summary>Frames with their prefix.</summary>
internal static class TestFrames
{
    private const int PrefixBytes = 5;

    /// <summary>A well-formed frame that carries a number.</summary>
    public static ClientFrame Numbered(int number) => new() { Leave = new Leave { Room = $"room-{number}" } };

    /// <summary>A well-formed frame whose payload has exactly this many bytes.</summary>
    public static byte[] OfPayload(int bytes)
    {
        var frame = new ClientFrame { Leave = new Leave { Room = new string('x', bytes - 16) } };
        frame.Leave.Room += new string('x', bytes - frame.CalculateSize());
        return frame.CalculateSize() == bytes ? Framed(frame) : throw new InvalidOperationException($"No frame has {bytes} bytes.");
    }

    /// <summary>A message with its prefix.</summary>
    public static byte[] Framed(IMessage message) => Framed(message.ToByteArray());

    /// <summary>A payload with its prefix.</summary>
    public static byte[] Framed(ReadOnlySpan<byte> payload)
    {
        var frame = new byte[PrefixBytes + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), payload.Length);
        payload.CopyTo(frame.AsSpan(PrefixBytes));
        return frame;
    }
}
