using Parley.Load.Protocols.Grpc;

namespace Parley.Load.Protocols.Sessions;

/// <summary>What matters here of a <c>parley.v1.ServerFrame</c> that accepts a post, in Protocol Buffers.</summary>
internal static class AcceptedFormat
{
    public const byte Tag = 0x22;

    private const byte RoomTag = 0x0a;
    private const byte CommandIdTag = 0x12;

    /// <summary>Which command; empty if the frame makes no sense.</summary>
    public static ReadOnlySpan<byte> CommandId(ReadOnlySpan<byte> frame)
    {
        var rest = EventFormat.Inside(frame, Tag);
        if (rest.IsEmpty || rest[0] != RoomTag)
        {
            return [];
        }

        rest = rest[1..];
        Varint.TakeBytes(ref rest);
        return EventFormat.Inside(rest, CommandIdTag);
    }
}
