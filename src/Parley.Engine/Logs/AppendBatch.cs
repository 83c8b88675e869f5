using Parley.Rooms;

namespace Parley.Engine.Logs;

/// <summary>Events to append to one room.</summary>
/// <param name="Room">A valid room name.</param>
/// <param name="Events">
/// At least one, with sequences that follow one another. The batch continues the room if the first sequence is the room's head + 1.
/// No two events have the same command.
/// </param>
public sealed record AppendBatch(string Room, IReadOnlyList<RoomEvent> Events);
