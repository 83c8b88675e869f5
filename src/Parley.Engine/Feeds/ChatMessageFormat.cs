using System.Buffers.Binary;
using Google.Protobuf;
using Parley.Protocol.Chat;
using Parley.Rooms;

namespace Parley.Engine.Feeds;

/// <summary>Events as the tutorial contract's <c>ChatMessage</c>, each with the 5-byte gRPC prefix.</summary>
public sealed class ChatMessageFormat : IFeedFormat
{
    private const int PrefixBytes = 5;

    /// <inheritdoc/>
    public int Measure(Event @event) => PrefixBytes + ToMessage(@event).CalculateSize();

    /// <inheritdoc/>
    public void Write(Event @event, Span<byte> destination)
    {
        destination[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(destination[1..], destination.Length - PrefixBytes);
        ToMessage(@event).WriteTo(destination[PrefixBytes..]);
    }

    private static ChatMessage ToMessage(Event @event) => new()
    {
        UserId = @event.User,
        Text = @event.Text,
        Timestamp = @event.Time.ToUnixTimeSeconds(),
    };
}
