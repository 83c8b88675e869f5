namespace Parley.Client;

/// <summary>
/// The room's log no longer has what follows the position the reader was at: the server lost its log, restored it from a backup, or removed
/// old events. The reader continues at <see cref="Now"/>; events before it that the log has are available from
/// <see cref="ParleyRoom.ReadHistoryAsync"/>. What the application derived from earlier events may no longer be true.
/// </summary>
public sealed record NotResumed : RoomItem
{
    /// <summary>Where the reader was, in the log that no longer exists.</summary>
    public required Position Lost { get; init; }

    /// <summary>Where the reader continues, in the current log.</summary>
    public override Position Position => Now;

    /// <summary>Where the reader continues, in the current log.</summary>
    public required Position Now { get; init; }

    /// <summary>A sentence for people.</summary>
    public override string ToString() => $"({Room} no longer has what follows {Lost.Sequence}; reading continues after {Now.Sequence})";
}
