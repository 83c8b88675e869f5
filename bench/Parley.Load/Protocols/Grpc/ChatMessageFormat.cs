using System.Text;

namespace Parley.Load.Protocols.Grpc;

/// <summary>Reads and writes user and text of a <c>chat.ChatMessage</c> in Protocol Buffers.</summary>
internal static class ChatMessageFormat
{
    private const byte UserTag = 0x0a;
    private const byte TextTag = 0x12;
    private const int WireTypeMask = 7;
    private const int LengthDelimited = 2;

    /// <summary>The bytes of a message before its text.</summary>
    public static byte[] BeforeText(string user, int textBytes)
    {
        var bytes = new List<byte> { UserTag, (byte)user.Length };
        bytes.AddRange(Encoding.ASCII.GetBytes(user));
        bytes.Add(TextTag);
        Varint.Add(bytes, textBytes);
        return [.. bytes];
    }

    /// <summary>The text of a message; empty if there is none or the message is invalid.</summary>
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> message)
    {
        while (message.Length > 1)
        {
            var tag = message[0];
            message = message[1..];
            if ((tag & WireTypeMask) != LengthDelimited)
            {
                Varint.Take(ref message);
                continue;
            }

            var value = Varint.TakeBytes(ref message);
            if (tag == TextTag)
            {
                return value;
            }
        }

        return [];
    }
}
