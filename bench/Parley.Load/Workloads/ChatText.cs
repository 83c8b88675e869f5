using System.Buffers.Binary;
using System.Buffers.Text;

namespace Parley.Load.Workloads;

/// <summary>
/// The text of a message: its sender, its number among that sender's messages and the time it was sent, in hexadecimal digits, then
/// filler. Any other text reads as wrong numbers, which count as a fault.
/// </summary>
internal static class ChatText
{
    public const int MinBytes = TimeOffset + 16;

    private const int NumberOffset = 8;
    private const int TimeOffset = 16;

    public static byte[] Create(int sender, int bytes)
    {
        var text = new byte[Math.Max(bytes, MinBytes)];
        text.AsSpan().Fill((byte)'x');
        Write(text, 0, sender, 8);
        return text;
    }

    /// <summary>Writes the number and the time of a message.</summary>
    public static void Stamp(Span<byte> text, int number, long sentAt)
    {
        Write(text, NumberOffset, number, 8);
        Write(text, TimeOffset, sentAt, 16);
    }

    public static int Sender(ReadOnlySpan<byte> text) => (int)Digits(text);

    public static int Number(ReadOnlySpan<byte> text) => (int)Digits(text[NumberOffset..]);

    public static long SentAt(ReadOnlySpan<byte> text) =>
        ((long)Digits(text[TimeOffset..]) << 32) | Digits(text[(TimeOffset + 8)..]);

    private static void Write(Span<byte> text, int offset, long value, byte digits) =>
        Utf8Formatter.TryFormat(value, text[offset..], out _, new('x', digits));

    /// <summary>Parses eight digits at once: bit 6 marks a letter, whose value is its low half-byte plus 9.</summary>
    private static uint Digits(ReadOnlySpan<byte> digits)
    {
        var value = BinaryPrimitives.ReadUInt64BigEndian(digits);
        value = (value & 0x0f0f0f0f0f0f0f0f) + (((value >> 6) & 0x0101010101010101) * 9);
        value = (value | (value >> 4)) & 0x00ff00ff00ff00ff;
        value = (value | (value >> 8)) & 0x0000ffff0000ffff;
        return (uint)(value | (value >> 16));
    }
}
