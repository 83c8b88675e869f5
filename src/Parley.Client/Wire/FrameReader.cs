using Grpc.Core;
using Parley.Protocol.V1;

namespace Parley.Client.Wire;

/// <summary>Makes items of frames: a <see cref="RoomEvent"/> of an event, the generated <see cref="ServerFrame"/> of all others. For one thread.</summary>
internal sealed class FrameReader
{
    private readonly EventParser _events = new();

    public object Read(DeserializationContext context)
    {
        var bytes = context.PayloadAsReadOnlySequence();
        if (bytes.IsSingleSegment && _events.TryParse(bytes.FirstSpan) is { } item)
        {
            return item;
        }

        var frame = ServerFrame.Parser.ParseFrom(bytes);
        return frame.FrameCase == ServerFrame.FrameOneofCase.Event ? EventMapper.ToItem(frame.Event, "") : frame;
    }
}
