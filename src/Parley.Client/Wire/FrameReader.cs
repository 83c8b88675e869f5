using Grpc.Core;
using Parley.Protocol.V1;

namespace Parley.Client.Wire;

/// <summary>Makes items of frames: a <see cref="RoomEvent"/> of an event, the generated <see cref="ServerFrame"/> of all others.</summary>
internal static class FrameReader
{
    public static object Read(DeserializationContext context)
    {
        var frame = ServerFrame.Parser.ParseFrom(context.PayloadAsReadOnlySequence());
        return frame.FrameCase == ServerFrame.FrameOneofCase.Event ? EventMapper.ToItem(frame.Event, "") : frame;
    }
}
