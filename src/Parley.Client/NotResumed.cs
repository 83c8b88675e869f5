namespace Parley.Client;

/// <summary>
/// The room's log does not have the position the reader was at: the server lost its log or restored it from a backup. What follows is what is
/// new; events before it can be read with <see cref="ParleyRoom.ReadHistoryAsync"/>. What the reader knows of the room may be no longer true.
/// </summary>
public sealed record NotResumed : RoomItem
{
    /// <summary>Where the reader was, in a log that is no more.</summary>
    public required Position Lost { get; init; }

    /// <summary>Where it goes on, in the log there is now.</summary>
    public override Position Position => Now;

    /// <summary>Where it goes on, in the log there is now.</summary>
    public required Position Now { get; init; }

    /// <summary>What happened.</summary>
    public override string ToString() => $"(the log of {Room} was replaced: it went on from {Lost.Sequence} at {Now.Sequence})";
}
