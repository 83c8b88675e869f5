using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Parley.Rooms.Contents;

/// <summary>A content that is a message: a text that a user posted.</summary>
public static class MessageContent
{
    private const int Text = 1;

    /// <summary>The bytes of an encoded message.</summary>
    /// <param name="length">The bytes of its text, 0 or more.</param>
    public static int SizeOf(int length) => WireWriter.SizeOfBytes((int)ContentType.Message, SizeOfText(length));

    /// <summary>Encodes a message.</summary>
    /// <param name="text">The text, as UTF-8.</param>
    public static byte[] Encode(ReadOnlySpan<byte> text)
    {
        var size = SizeOfText(text.Length);
        var content = new byte[SizeOf(text.Length)];
        var writer = new WireWriter(content);
        writer.WriteHeader((int)ContentType.Message, size);
        if (!text.IsEmpty)
        {
            writer.Write(Text, text);
        }

        return content;
    }

    /// <summary>Encodes a message.</summary>
    public static byte[] Encode(string text)
    {
        var size = WireWriter.SizeOf(Text, text);
        var content = new byte[WireWriter.SizeOfBytes((int)ContentType.Message, size)];
        var writer = new WireWriter(content);
        writer.WriteHeader((int)ContentType.Message, size);
        writer.Write(Text, text);
        return content;
    }

    /// <summary>Reads the text of a message, as UTF-8 and without copying it.</summary>
    /// <param name="content">An encoded content.</param>
    /// <param name="text">The text; empty if there is none.</param>
    /// <returns>False if the content is not a message, or a malformed one.</returns>
    public static bool TryRead(ReadOnlySpan<byte> content, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (!ContentTypes.TryRead(content, out var type, out var message) || type != ContentType.Message)
        {
            return false;
        }

        var reader = new WireReader(message);
        while (reader.TryReadField(out var number))
        {
            if (number != Text)
            {
                reader.Skip();
            }
            else if (!reader.TryReadBytes(out text))
            {
                break;
            }
        }

        return !reader.IsMalformed;
    }

    /// <summary>Decodes the text of a message.</summary>
    /// <returns>False if the content is not a message.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> content, [NotNullWhen(true)] out string? text)
    {
        text = TryRead(content, out var bytes) ? Encoding.UTF8.GetString(bytes) : null;
        return text is not null;
    }

    private static int SizeOfText(int length) => length == 0 ? 0 : WireWriter.SizeOfBytes(Text, length);
}
