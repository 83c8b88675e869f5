using Parley.Engine.Logs;
using Parley.Engine.Rooms;
using Parley.Rooms;

namespace Parley.Engine.Routing;

/// <summary>Brings posts to the room's owner, wherever it is: the port between the engine and a cluster.</summary>
/// <remarks>
/// A router gives every room at most one <see cref="RoomOwner"/> at a time. It opens one with <see cref="RoomOwners"/> when the room has
/// none, runs it as <see cref="RoomOwner"/> demands, and replaces it once <see cref="RoomOwner.IsLost"/> is true. Should a room have two
/// owners for a moment nevertheless, the log accepts the events of only one.
/// </remarks>
public interface IRoomRouter
{
    /// <summary>
    /// Posts in order: no other post comes between those of one call. Calls that are in flight at the same time may be posted in any order,
    /// so a caller that needs its calls in order awaits each one before the next.
    /// </summary>
    /// <param name="room">A valid room name.</param>
    /// <param name="posts">The posts. The caller does not change them afterwards.</param>
    /// <returns>An outcome for each post, in the same order. The event of an accepted post is durable and visible to followers.</returns>
    /// <exception cref="RoomLogException">The log cannot be read. Nothing was posted.</exception>
    Task<IReadOnlyList<PostOutcome>> PostAsync(string room, IReadOnlyList<PostCommand> posts);
}
