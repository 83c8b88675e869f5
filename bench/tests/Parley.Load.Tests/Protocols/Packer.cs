using System.Buffers.Binary;

namespace Parley.Load.Tests.Protocols;

/// <summary>Writes MessagePack values, in the smallest form or in a larger one.</summary>
internal static class Packer
{
    public static byte[] String(byte[] value, bool large) => value.Length switch
    {
        < 32 when !large => [(byte)(0xa0 | value.Length), .. value],
        < 256 when !large => [0xd9, (byte)value.Length, .. value],
        _ when !large => [0xda, .. Large(value.Length)[2..], .. value],
        _ => [0xdb, .. Large(value.Length), .. value],
    };

    public static byte[] Array(params byte[][] items) => [(byte)(0x90 | items.Length), .. items.SelectMany(item => item)];

    public static byte[] LargeArray(params byte[][] items) => [0xdc, 0, (byte)items.Length, .. items.SelectMany(item => item)];

    public static byte[] UnixSeconds(int value) => [0xce, .. Large(value)];

    private static byte[] Large(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
