using Parley.Rooms;
using Parley.Rooms.Contents;
using Parley.Rooms.Kinds;

namespace Parley.Engine.Logs;

/// <summary>Events to append to one room.</summary>
/// <param name="Room">A valid room name.</param>
/// <param name="Events">
/// At least one, with sequences that follow one another. The batch continues the room if the first sequence is the room's head + 1.
/// No two events have the same command. An event whose content is an <see cref="ErasureContent"/> erases the contents that it names, in the
/// same transaction.
/// </param>
/// <param name="Snapshot">
/// A snapshot at one of the events, to be kept in the same transaction: so that the one before it does not keep what is erased.
/// <c>null</c> for none.
/// </param>
public sealed record AppendBatch(string Room, IReadOnlyList<RoomEvent> Events, Snapshot? Snapshot = null);
