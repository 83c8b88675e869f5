using Parley.Load.Protocols.Grpc;

namespace Parley.Load.Protocols.Rooms;

/// <summary>Reads sequence and text of a <c>parley.v1.ServerFrame</c> with an event in Protocol Buffers.</summary>
internal static class EventFormat
{
    public const byte Tag = 0x1a;

    private const byte SequenceTag = 0x10;
    private const byte ContentTag = 0x32;
    private const byte MessageTag = 0x0a;
    private const byte TextTag = 0x0a;
    private const int WireTypeMask = 7;
    private const int LengthDelimited = 2;

    /// <summary>The text of an event; empty if it has none or is invalid.</summary>
    public static ReadOnlySpan<byte> Read(ReadOnlySpan<byte> frame, out long sequence)
    {
        sequence = 0;
        ReadOnlySpan<byte> content = [];
        var rest = Inside(frame, Tag);
        while (rest.Length > 1)
        {
            var tag = rest[0];
            rest = rest[1..];
            if ((tag & WireTypeMask) == LengthDelimited)
            {
                var value = Varint.TakeBytes(ref rest);
                content = tag == ContentTag ? value : content;
            }
            else
            {
                var number = Varint.Take(ref rest);
                sequence = tag == SequenceTag ? number : sequence;
            }
        }

        return Inside(Inside(content, MessageTag), TextTag);
    }

    /// <summary>The content of a message's first field; empty if the field has another tag.</summary>
    public static ReadOnlySpan<byte> Inside(ReadOnlySpan<byte> message, byte tag)
    {
        if (message.IsEmpty || message[0] != tag)
        {
            return [];
        }

        message = message[1..];
        return Varint.TakeBytes(ref message);
    }
}
