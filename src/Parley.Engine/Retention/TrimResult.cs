using Parley.Engine.Logs;

namespace Parley.Engine.Retention;

/// <summary>What trimming a room did.</summary>
/// <param name="Room">The room now.</param>
/// <param name="Removed">How many events were removed.</param>
/// <param name="Hold">Why the room keeps more than it was to keep.</param>
public sealed record TrimResult(RoomInfo Room, long Removed, TrimHold Hold);
