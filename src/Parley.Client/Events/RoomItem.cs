namespace Parley.Client;

/// <summary>What a reader of a room receives, in order: the room's events, and a <see cref="NotResumed"/> where the log was
/// replaced.</summary>
public abstract record RoomItem
{
    /// <summary>The room's name.</summary>
    public required string Room { get; init; }

    /// <summary>How far a reader is once it has this item.</summary>
    public abstract Position Position { get; }
}
