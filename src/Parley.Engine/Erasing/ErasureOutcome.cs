namespace Parley.Engine.Erasing;

/// <summary>What has become of a content that was to be erased.</summary>
public enum ErasureOutcome
{
    /// <summary>It is erased now.</summary>
    Erased = 1,

    /// <summary>It had been erased before.</summary>
    ErasedBefore,

    /// <summary>The whole event had been removed: it is below the room's floor.</summary>
    Removed,

    /// <summary>It stays, because the event created the room or erased others.</summary>
    Kept,

    /// <summary>It stays, although the event does not match its checksum: the event is of a kind that is never erased.</summary>
    Damaged,

    /// <summary>The room has no such event yet.</summary>
    Missing,
}
