using Grpc.Core;
using Parley.Protocol.V1;

namespace Parley.Client.Frames;

/// <summary>Reads frames: an event becomes a <see cref="RoomEvent"/>, any other frame stays the generated
/// <see cref="ServerFrame"/>.</summary>
internal static class FrameReader
{
    public static object Read(DeserializationContext context)
    {
        var frame = ServerFrame.Parser.ParseFrom(context.PayloadAsReadOnlySequence());

        // The epoch is not on the wire with each event; the room adds it.
        return frame.FrameCase == ServerFrame.FrameOneofCase.Event ? EventMapper.ToItem(frame.Event, "") : frame;
    }
}
