using System.Buffers.Binary;
using Google.Protobuf;
using Parley.Engine.Feeds;
using Parley.Rooms;

namespace Parley.Server.Contracts;

/// <summary>Events as a protobuf message, each with the 5-byte gRPC prefix. Encoding an event allocates nothing.</summary>
/// <typeparam name="TMessage">The message; one of each thread is filled again and again.</typeparam>
internal abstract class ProtobufFormat<TMessage> : IFeedFormat
    where TMessage : IMessage<TMessage>, new()
{
    private const int PrefixBytes = 5;

    [ThreadStatic]
    private static Scratch? _scratch;

    /// <inheritdoc/>
    public int Measure(string room, RoomEvent @event) => PrefixBytes + Filled(room, @event).CalculateSize();

    /// <inheritdoc/>
    public void Write(string room, RoomEvent @event, Span<byte> destination)
    {
        destination[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(destination[1..], destination.Length - PrefixBytes);
        Filled(room, @event).WriteTo(destination[PrefixBytes..]);
    }

    /// <summary>A message whose parts exist and are written again for each event.</summary>
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
