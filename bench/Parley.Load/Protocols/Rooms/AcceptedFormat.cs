using Parley.Load.Protocols.Grpc;

namespace Parley.Load.Protocols.Rooms;

/// <summary>Reads the command id of a <c>parley.v1.ServerFrame</c> with <c>Accepted</c> in Protocol Buffers.</summary>
internal static class AcceptedFormat
{
    public const byte Tag = 0x22;

    private const byte RoomTag = 0x0a;
    private const byte CommandIdTag = 0x12;

    /// <summary>The command id; empty if the frame is invalid.</summary>
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
