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

    public int Measure(string room, RoomEvent @event) => Encode(room, @event).Length;

    public void Write(string room, RoomEvent @event, Span<byte> destination)
    {
        var frame = Encode(room, @event);
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
