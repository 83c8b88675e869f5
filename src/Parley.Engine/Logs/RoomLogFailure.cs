namespace Parley.Engine.Logs;

/// <summary>Why the log could not be read or written.</summary>
public enum RoomLogFailure
{
    /// <summary>The store reported an error, or the log is closed. Another attempt may succeed later.</summary>
    Unavailable,

    /// <summary>The events were removed: the room's floor is above them. No further attempt finds them.</summary>
    BelowFloor,

    /// <summary>An event has changed since it was written. No further attempt reads it; erasing its content mends it.</summary>
    Damaged,

    /// <summary>The store has no space left. Another attempt succeeds once the operator has freed some.</summary>
    Full,
}
