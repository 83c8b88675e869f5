using System.Buffers.Binary;

namespace Parley.Server.Frames;

/// <summary>The five bytes before every frame: a zero for "not compressed", and the length of the frame, big-endian.</summary>
internal static class FramePrefix
{
    public const int Bytes = 5;

    public static void Write(Span<byte> destination, int length)
    {
        destination[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(destination[1..], length);
    }
}
