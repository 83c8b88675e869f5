using System.Numerics;
using System.Text;

namespace Parley.Rooms.Contents;

/// <summary>Writes the fields of a protobuf message into a buffer of exactly its size.</summary>
/// <remarks>See the <see href="https://protobuf.dev/programming-guides/encoding/">encoding</see> of protobuf.</remarks>
/// <param name="destination">As many bytes as the sizes of all fields.</param>
public ref struct WireWriter(Span<byte> destination)
{
    private Span<byte> _rest = destination;

    /// <summary>The size in bytes of an integer field; 0 for the value 0, which is left out.</summary>
    /// <param name="number">The field's number, 1 to 15.</param>
    /// <param name="value">The value.</param>
    public static int SizeOf(int number, long value) => value == 0 ? 0 : SizeOfTag(number) + SizeOfVarint(value);

    /// <summary>The size in bytes of a string field; 0 for an empty one, which is left out.</summary>
    /// <param name="number">The field's number, 1 to 15.</param>
    /// <param name="value">The value.</param>
    public static int SizeOf(int number, string value) => value.Length == 0 ? 0 : SizeOfBytes(number, Encoding.UTF8.GetByteCount(value));

    /// <summary>The size in bytes of a field that holds a message, bytes or an encoded string.</summary>
    /// <param name="number">The field's number, 1 to 15.</param>
    /// <param name="length">The bytes of the value, 0 or more.</param>
    public static int SizeOfBytes(int number, int length) => SizeOfTag(number) + SizeOfVarint(length) + length;

    /// <summary>Writes an integer field, unless it is 0.</summary>
    public void Write(int number, long value)
    {
        if (value != 0)
        {
            WriteVarint((long)number << 3);
            WriteVarint(value);
        }
    }

    /// <summary>Writes a string field, unless it is empty.</summary>
    public void Write(int number, string value)
    {
        if (value.Length > 0)
        {
            WriteHeader(number, Encoding.UTF8.GetByteCount(value));
            _rest = _rest[Encoding.UTF8.GetBytes(value, _rest)..];
        }
    }

    /// <summary>Writes a field that holds a message, bytes or an encoded string.</summary>
    public void Write(int number, ReadOnlySpan<byte> value)
    {
        WriteHeader(number, value.Length);
        value.CopyTo(_rest);
        _rest = _rest[value.Length..];
    }

    /// <summary>Begins a field that holds a message, bytes or an encoded string: as many bytes must follow as it announces.</summary>
    public void WriteHeader(int number, int length)
    {
        WriteVarint(((long)number << 3) | 2);
        WriteVarint(length);
    }

    /// <summary>The size in bytes of an integer in a packed field.</summary>
    public static int SizeOfVarint(long value) => (BitOperations.Log2((ulong)value | 1) / 7) + 1;

    /// <summary>Writes an integer of a packed field.</summary>
    public void WriteVarint(long value)
    {
        var bits = (ulong)value;
        var length = 0;
        for (; bits >= 0x80; bits >>= 7)
        {
            _rest[length++] = (byte)(bits | 0x80);
        }

        _rest[length++] = (byte)bits;
        _rest = _rest[length..];
    }

    private static int SizeOfTag(int number) => SizeOfVarint((long)number << 3);
}
