using Parley.Rooms.Contents;

namespace Parley.Rooms;

/// <summary>What a room decided. Durable, numbered and never changed, but its content can be erased.</summary>
/// <param name="Sequence">The number of this event in its room: 1, 2, 3 … without gaps.</param>
/// <param name="User">The author.</param>
/// <param name="Time">When the server decided it, to the millisecond. Order follows <paramref name="Sequence"/>, never the time.</param>
/// <param name="Content">What happened: an encoded <c>parley.v1.Content</c>. Nobody may change the bytes.</param>
/// <param name="CommandId">
/// The id that the author gave to the command; <c>null</c> if it had none, or if this is not the first event of the command.
/// </param>
public sealed record RoomEvent(long Sequence, string User, DateTimeOffset Time, ReadOnlyMemory<byte> Content, string? CommandId = null)
{
    /// <summary>An event that carries a message.</summary>
    /// <param name="sequence">Its number in the room.</param>
    /// <param name="user">The author.</param>
    /// <param name="time">When the server decided it.</param>
    /// <param name="text">The text.</param>
    /// <param name="commandId">The id of the command, if it had one.</param>
    public static RoomEvent Message(long sequence, string user, DateTimeOffset time, string text, string? commandId = null) =>
        new(sequence, user, time, MessageContent.Encode(text), commandId);

    /// <summary>
    /// The event as it is once its content is erased. Events that created the room or erased others are returned as they are.
    /// </summary>
    public RoomEvent Erase() => ContentTypes.Of(Content.Span) is ContentType.Created or ContentType.Erasure
        ? this
        : this with { Content = ErasedContent.Encoded };

    /// <summary>True if both are the same event, byte for byte.</summary>
    public bool Equals(RoomEvent? other) => other is not null
        && Sequence == other.Sequence && User == other.User && Time == other.Time && CommandId == other.CommandId
        && Content.Span.SequenceEqual(other.Content.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Sequence, User);
}
