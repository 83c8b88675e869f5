namespace Parley.Client;

/// <summary>What a reader of a room is given, in order: the room's events, and, where the log was replaced, a <see cref="NotResumed"/>.</summary>
public abstract record RoomItem
{
    /// <summary>The room.</summary>
    public required string Room { get; init; }

    /// <summary>How far a reader is that has this item.</summary>
    public abstract Position Position { get; }
}
