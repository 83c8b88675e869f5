using Parley.Engine.Logs;
using Parley.Engine.Rooms;
using Parley.Rooms;

namespace Parley.Engine.Routing;

/// <summary>
/// Brings a batch of posts to the room's owner, wherever that is. A router gives every room at most one <see cref="RoomOwner"/> at a time,
/// opens one when the room has none, and replaces one that is <see cref="RoomOwner.IsLost"/>.
/// </summary>
public interface IRoomRouter
{
    /// <summary>
    /// Posts in order: no other post comes between those of one call. Calls that are in flight at the same time may be posted in any order,
    /// so a caller that needs its calls in order awaits each one before the next.
    /// </summary>
    /// <param name="room">A valid room name.</param>
    /// <param name="posts">What to post. The caller does not change it afterwards.</param>
    /// <returns>An outcome for each post, in the same order. A post with a sequence is durable and visible to followers.</returns>
    /// <exception cref="RoomLogException">The log cannot be read. Nothing was posted.</exception>
    Task<IReadOnlyList<PostOutcome>> PostAsync(string room, IReadOnlyList<PostCommand> posts);
}
