using Parley.Engine.Feeds;
using Parley.Protocol.V1;
using Parley.Rooms;
using Parley.Rooms.Contents;

namespace Parley.Server.Frames;

/// <summary>Events as the room contract's <see cref="ServerFrame"/>. The content is copied as it is, neither decoded nor encoded.</summary>
internal sealed class RoomEventFormat : IFeedFormat
{
    public int Measure(string room, RoomEvent @event) =>
        FramePrefix.Bytes + WireWriter.SizeOfBytes(ServerFrame.EventFieldNumber, MeasureEvent(room, @event));

    public void Write(string room, RoomEvent @event, Span<byte> destination)
    {
        FramePrefix.Write(destination, destination.Length - FramePrefix.Bytes);
        var writer = new WireWriter(destination[FramePrefix.Bytes..]);
        writer.WriteHeader(ServerFrame.EventFieldNumber, MeasureEvent(room, @event));
        writer.Write(Event.RoomFieldNumber, room);
        writer.Write(Event.SequenceFieldNumber, @event.Sequence);
        writer.Write(Event.UserFieldNumber, @event.User);
        writer.Write(Event.TimeMsFieldNumber, @event.Time.ToUnixTimeMilliseconds());
        writer.Write(Event.CommandIdFieldNumber, @event.CommandId ?? "");
        writer.Write(Event.ContentFieldNumber, @event.Content.Span);
    }

    private static int MeasureEvent(string room, RoomEvent @event) =>
        WireWriter.SizeOf(Event.RoomFieldNumber, room)
        + WireWriter.SizeOf(Event.SequenceFieldNumber, @event.Sequence)
        + WireWriter.SizeOf(Event.UserFieldNumber, @event.User)
        + WireWriter.SizeOf(Event.TimeMsFieldNumber, @event.Time.ToUnixTimeMilliseconds())
        + WireWriter.SizeOf(Event.CommandIdFieldNumber, @event.CommandId ?? "")
        + WireWriter.SizeOfBytes(Event.ContentFieldNumber, @event.Content.Length);
}
