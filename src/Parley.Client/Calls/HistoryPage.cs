namespace Parley.Client;

/// <summary>A page of a room's history.</summary>
/// <param name="Events">The events, ordered by sequence, whatever the direction of reading; may be empty.</param>
/// <param name="Head">The room's last position when the page was read. Its sequence is 0 if the room has no events.</param>
public sealed record HistoryPage(IReadOnlyList<RoomEvent> Events, Position Head)
{
    /// <summary>True if the log has what was read up to the beginning of the range, or the range named no epoch.</summary>
    internal bool IsContinued { get; init; } = true;
}
