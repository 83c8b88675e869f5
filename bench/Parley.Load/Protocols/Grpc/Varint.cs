using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Parley.Load.Protocols.Grpc;

/// <summary>Varints of Protocol Buffers: seven bits per byte, the lowest first; the eighth bit is set if more bytes follow.</summary>
internal static class Varint
{
    private const byte More = 0x80;
    private const ulong EachMore = 0x8080808080808080;

    /// <summary>Reads a number and removes it from the front.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Take(scoped ref ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty && bytes[0] < More)
        {
            long small = bytes[0];
            bytes = bytes[1..];
            return small;
        }

        // By value: a span passed by reference lives in memory, and every access to it waits for the memory.
        var number = TryRead(bytes, out var length) is { } read ? read : ReadLong(bytes, out length);
        bytes = bytes[length..];
        return number;
    }

    /// <summary>Reads a length and that many bytes, and removes both from the front. If bytes are missing, everything is removed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<byte> TakeBytes(scoped ref ReadOnlySpan<byte> bytes)
    {
        var length = Take(ref bytes);
        if ((ulong)length > (ulong)bytes.Length)
        {
            return bytes = [];
        }

        var taken = bytes[..(int)length];
        bytes = bytes[(int)length..];
        return taken;
    }

    public static void Add(List<byte> bytes, int value)
    {
        for (; value >= More; value >>= 7)
        {
            bytes.Add((byte)(value | More));
        }

        bytes.Add((byte)value);
    }

    /// <summary>
    /// Reads a number by moving its groups of seven bits together; null if it is longer than eight bytes, or if fewer than eight bytes are
    /// left to read.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long? TryRead(ReadOnlySpan<byte> bytes, out int length)
    {
        length = 0;
        if (bytes.Length < sizeof(ulong))
        {
            return null;
        }

        var word = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        var last = ~word & EachMore;
        if (last == 0)
        {
            return null;
        }

        length = (BitOperations.TrailingZeroCount(last) / 8) + 1;
        word &= (last ^ (last - 1)) & ~EachMore;
        word = (word & 0x007f007f007f007f) | ((word & 0x7f007f007f007f00) >> 1);
        word = (word & 0x00003fff00003fff) | ((word & 0x3fff00003fff0000) >> 2);
        return (long)((word & 0x0fffffff) | ((word & 0x0fffffff00000000) >> 4));
    }

    private static long ReadLong(ReadOnlySpan<byte> bytes, out int length)
    {
        var value = 0L;
        length = 0;
        for (var shift = 0; length < bytes.Length; shift += 7)
        {
            var part = bytes[length++];
            value |= (long)(part & ~More) << shift;
            if (part < More)
            {
                break;
            }
        }

        return value;
    }
}
