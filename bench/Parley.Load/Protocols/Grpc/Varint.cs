using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Parley.Load.Protocols.Grpc;

/// <summary>Numbers as Protocol Buffers write them.</summary>
internal static class Varint
{
    private const byte More = 0x80;
    private const ulong EachLast = 0x8080808080808080;

    /// <summary>Takes a number off the front.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Take(scoped ref ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty && bytes[0] < More)
        {
            long small = bytes[0];
            bytes = bytes[1..];
            return small;
        }

        if (bytes.Length > 1 && bytes[1] < More)
        {
            long medium = (bytes[0] & ~More) | (bytes[1] << 7);
            bytes = bytes[2..];
            return medium;
        }

        return TakeLong(ref bytes);
    }

    /// <summary>Drops a number off the front.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Skip(scoped ref ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= sizeof(ulong))
        {
            var last = ~BinaryPrimitives.ReadUInt64LittleEndian(bytes) & EachLast;
            if (last != 0)
            {
                bytes = bytes[((BitOperations.TrailingZeroCount(last) / 8) + 1)..];
                return;
            }
        }

        TakeLong(ref bytes);
    }

    /// <summary>Takes a length off the front, and what it is the length of; nothing is left if that is not all there.</summary>
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

    private static long TakeLong(scoped ref ReadOnlySpan<byte> bytes)
    {
        var value = 0L;
        var i = 0;
        for (var shift = 0; i < bytes.Length; shift += 7)
        {
            var part = bytes[i++];
            value |= (long)(part & ~More) << shift;
            if (part < More)
            {
                break;
            }
        }

        bytes = bytes[i..];
        return value;
    }
}
