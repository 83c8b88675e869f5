using Google.Protobuf;
using Parley.Engine.Feeds;
using Parley.Rooms;

namespace Parley.Server.Frames;

/// <summary>Events as a protobuf message with its prefix. Encoding an event allocates nothing.</summary>
/// <typeparam name="TMessage">The message. Each thread has one of its own and fills it again for every event.</typeparam>
internal abstract class ProtobufFormat<TMessage> : IFeedFormat
    where TMessage : IMessage<TMessage>, new()
{
    [ThreadStatic]
    private static Scratch? _scratch;

    /// <inheritdoc/>
    public int Measure(string room, RoomEvent @event) => FramePrefix.Bytes + FilledMessage(room, @event).CalculateSize();

    /// <inheritdoc/>
    public void Write(string room, RoomEvent @event, Span<byte> destination)
    {
        FramePrefix.Write(destination, destination.Length - FramePrefix.Bytes);
        FilledMessage(room, @event).WriteTo(destination[FramePrefix.Bytes..]);
    }

    /// <summary>Creates a message with all its parts, to be filled again for each event.</summary>
    protected abstract TMessage Create();

    /// <summary>Sets every field that differs between events.</summary>
    protected abstract void Fill(TMessage message, string room, RoomEvent @event);

    private TMessage FilledMessage(string room, RoomEvent @event)
    {
        // An event is measured and then written, on one thread: the message is filled once for both.
        var scratch = _scratch ??= new Scratch(Create());
        if (!ReferenceEquals(scratch.Event, @event))
        {
            Fill(scratch.Message, room, @event);
            scratch.Event = @event;
        }

        return scratch.Message;
    }

    private sealed class Scratch(TMessage message)
    {
        public TMessage Message => message;

        public RoomEvent? Event { get; set; }
    }
}
