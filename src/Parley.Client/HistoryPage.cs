namespace Parley.Client;

/// <summary>A page of a room's history.</summary>
/// <param name="Events">In the order of their sequence, whatever the direction. Empty if there are none.</param>
/// <param name="Head">The last position of the room when the page was read; its sequence is 0 if the room has no events.</param>
public sealed record HistoryPage(IReadOnlyList<RoomEvent> Events, Position Head);
