using Parley.Rooms;

namespace Parley.Engine.Logs;

/// <summary>Events that continue a room.</summary>
/// <param name="Room">The room.</param>
/// <param name="Events">At least one, with dense sequences. The first must be the room's next.</param>
public sealed record AppendBatch(string Room, IReadOnlyList<RoomEvent> Events);
