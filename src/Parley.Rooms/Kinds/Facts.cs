namespace Parley.Rooms.Kinds;

/// <summary>Earlier events of a room that a decision needs. They are read from the log, so that rules never have to.</summary>
/// <param name="events">The events, by sequence.</param>
public sealed class Facts(IReadOnlyDictionary<long, RoomEvent> events)
{
    /// <summary>No facts.</summary>
    public static Facts None { get; } = new(new Dictionary<long, RoomEvent>());

    /// <summary>
    /// The event with a sequence that <see cref="IRoomKind.FindFacts"/> named, or that the command asks to erase; <c>null</c> if the room
    /// has no such event.
    /// </summary>
    public RoomEvent? Find(long sequence) => events.GetValueOrDefault(sequence);
}
