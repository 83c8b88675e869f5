using Google.Protobuf;
using Parley.Engine.Feeds;
using Parley.Rooms;

namespace Parley.Server.Frames;

/// <summary>Events as a protobuf message with its prefix. Encoding an event allocates nothing.</summary>
/// <typeparam name="TMessage">The message; each thread fills one of its own again and again.</typeparam>
internal abstract class ProtobufFormat<TMessage> : IFeedFormat
    where TMessage : IMessage<TMessage>, new()
{
    [ThreadStatic]
    private static Scratch? _scratch;

    /// <inheritdoc/>
    public int Measure(string room, RoomEvent @event) => FramePrefix.Bytes + Filled(room, @event).CalculateSize();

    /// <inheritdoc/>
    public void Write(string room, RoomEvent @event, Span<byte> destination)
    {
        FramePrefix.Write(destination, destination.Length - FramePrefix.Bytes);
        Filled(room, @event).WriteTo(destination[FramePrefix.Bytes..]);
    }

    /// <summary>A message whose parts exist, to be filled again for each event.</summary>
    protected abstract TMessage Create();

    /// <summary>Sets every field that differs between events.</summary>
    protected abstract void Fill(TMessage message, string room, RoomEvent @event);

    private TMessage Filled(string room, RoomEvent @event)
    {
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
