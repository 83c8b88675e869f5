using Microsoft.Extensions.Logging;
using Parley.Engine.Commits;
using Parley.Engine.Feeds;
using Parley.Engine.Logs;
using Parley.Engine.Snapshots;
using Parley.Rooms.Kinds;

namespace Parley.Engine.Rooms;

/// <summary>Opens owners of rooms, for implementations of <c>IRoomRouter</c>: they make sure that a room has one owner at a time.</summary>
public sealed class RoomOwners
{
    private readonly IRoomLog _log;
    private readonly FeedDirectory _feeds;
    private readonly Committer _committer;
    private readonly TimeProvider _time;
    private readonly RoomOpener _opener;
    private readonly SnapshotOptions _snapshots;
    private readonly ILogger<RoomOwner> _logger;

    internal RoomOwners(
        IRoomLog log, FeedDirectory feeds, Committer committer, RoomKinds kinds, SnapshotOptions snapshots, TimeProvider time,
        ILogger<RoomOwner> logger)
    {
        (_log, _feeds, _committer, _time, _snapshots, _logger) = (log, feeds, committer, time, snapshots, logger);
        _opener = new RoomOpener(log, kinds, logger);
    }

    /// <summary>Opens an owner. It reads the room from the log before it decides its first post.</summary>
    /// <param name="room">A valid room name.</param>
    public RoomOwner Open(string room) =>
        new(room, _log, _feeds, _committer, _time, _opener, new RoomSnapshots(room, _log, _snapshots.Events, _logger));
}
