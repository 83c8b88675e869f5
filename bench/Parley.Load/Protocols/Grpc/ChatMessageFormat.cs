using System.Text;

namespace Parley.Load.Protocols.Grpc;

/// <summary>The two fields of <c>chat.ChatMessage</c> that matter here, in Protocol Buffers.</summary>
internal static class ChatMessageFormat
{
    private const byte UserTag = 0x0a;
    private const byte TextTag = 0x12;
    private const int WireTypeMask = 7;
    private const int LengthDelimited = 2;

    /// <summary>A message without its text, which follows.</summary>
    public static byte[] BeforeText(string user, int textBytes)
    {
        var bytes = new List<byte> { UserTag, (byte)user.Length };
        bytes.AddRange(Encoding.ASCII.GetBytes(user));
        bytes.Add(TextTag);
        for (var rest = textBytes; ; rest >>= 7)
        {
            bytes.Add((byte)((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0)));
            if (rest <= 0x7f)
            {
                return [.. bytes];
            }
        }
    }

    /// <summary>The text of a message; empty if there is none or the message makes no sense.</summary>
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> message)
    {
        while (message.Length > 1)
        {
            var tag = message[0];
            message = message[1..];
            var value = Number(ref message);
            if ((tag & WireTypeMask) != LengthDelimited)
            {
                continue;
            }

            if (value > message.Length)
            {
                return [];
            }

            if (tag == TextTag)
            {
                return message[..value];
            }

            message = message[value..];
        }

        return [];
    }

    private static int Number(ref ReadOnlySpan<byte> bytes)
    {
        uint value = 0;
        var i = 0;
        for (var shift = 0; i < bytes.Length; shift += 7)
        {
            var part = bytes[i++];
            value |= (uint)(part & 0x7f) << shift;
            if (part < 0x80)
            {
                break;
            }
        }

        bytes = bytes[i..];
        return (int)(value & int.MaxValue);
    }
}
