using System.Buffers;
using Parley.Engine.Feeds;
using Parley.Rooms;
using Parley.Server.Frames;

namespace Parley.Server.Contracts.Http;

/// <summary>
/// Events as server-sent events: the position as the id, and the event as JSON. A frame is a whole server-sent event, with the empty line
/// that ends it.
/// </summary>
internal sealed class StreamEventFormat(StreamEpochs epochs) : IFeedFormat
{
    // More than almost all events take. A buffer that has grown further is not kept.
    private const int KeptBytes = 64 * 1_024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    // The event that was measured last, whose frame is in the buffer.
    [ThreadStatic]
    private static (string Room, RoomEvent Event)? _measured;

    /// <summary>The names of the fields, and the empty line.</summary>
    public int MinFrameBytes => 256;

    public int Measure(string room, RoomEvent @event)
    {
        var length = Encode(room, @event).Length;
        _measured = length > 0 ? (room, @event) : null;
        return length;
    }

    public void Write(string room, RoomEvent @event, Span<byte> destination)
    {
        var isMeasured = _measured is { } measured && measured.Room == room && ReferenceEquals(measured.Event, @event);
        _measured = null;
        var frame = isMeasured && _buffer is { } buffer ? buffer.WrittenSpan : Encode(room, @event);
        if (frame.Length == destination.Length)
        {
            frame.CopyTo(destination);
        }
        else
        {
            // The room's last stream has ended since the event was measured, so nobody reads this.
            destination.Clear();
        }
    }

    /// <summary>Encodes an event into a buffer of the thread, which is valid until the next call.</summary>
    /// <returns>The frame; empty if the room has no stream any more.</returns>
    private ReadOnlySpan<byte> Encode(string room, RoomEvent @event)
    {
        if (epochs.Find(room) is not { } epoch)
        {
            return [];
        }

        var buffer = _buffer is { Capacity: <= KeptBytes } kept ? kept : _buffer = new ArrayBufferWriter<byte>();
        buffer.ResetWrittenCount();
        ServerSentEvents.Write(buffer, StreamPosition.Format(epoch, @event.Sequence), @event.ToWire(room));
        return buffer.WrittenSpan;
    }
}
