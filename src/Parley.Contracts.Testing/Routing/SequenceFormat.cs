using System.Buffers.Binary;
using Parley.Engine.Feeds;
using Parley.Rooms;

namespace Parley.Contracts.Testing.Routing;

/// <summary>Followers see an event as its sequence, in eight bytes.</summary>
internal sealed class SequenceFormat : IFeedFormat
{
    public const int FrameBytes = sizeof(long);

    public int Measure(string room, RoomEvent @event) => FrameBytes;

    public void Write(string room, RoomEvent @event, Span<byte> destination) =>
        BinaryPrimitives.WriteInt64LittleEndian(destination, @event.Sequence);
}
