using Parley.Engine.Commits;
using Parley.Engine.Feeds;
using Parley.Engine.Logs;

namespace Parley.Engine.Rooms;

/// <summary>Opens owners of rooms, for implementations of <c>IRoomRouter</c>: they make sure that a room has one owner at a time.</summary>
public sealed class RoomOwners
{
    private readonly IRoomLog _log;
    private readonly FeedDirectory _feeds;
    private readonly Committer _committer;
    private readonly TimeProvider _time;

    internal RoomOwners(IRoomLog log, FeedDirectory feeds, Committer committer, TimeProvider time) =>
        (_log, _feeds, _committer, _time) = (log, feeds, committer, time);

    /// <summary>Opens an owner. It reads the room's head from the log before it decides its first post.</summary>
    /// <param name="room">A valid room name.</param>
    public RoomOwner Open(string room) => new(room, _log, _feeds, _committer, _time);
}
