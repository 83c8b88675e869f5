using Parley.Load.Protocols.Grpc;

namespace Parley.Load.Protocols.Sessions;

/// <summary>What matters here of a <c>parley.v1.ServerFrame</c> with an event, in Protocol Buffers.</summary>
internal static class EventFormat
{
    public const byte Tag = 0x1a;

    private const byte SequenceTag = 0x10;
    private const byte ContentTag = 0x32;
    private const byte MessageTag = 0x0a;
    private const byte TextTag = 0x0a;
    private const int WireTypeMask = 7;
    private const int LengthDelimited = 2;

    /// <summary>The text of an event; empty if it has none or makes no sense.</summary>
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

    /// <summary>A message's first field, if it is this one.</summary>
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
