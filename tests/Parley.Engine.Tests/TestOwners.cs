using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Engine.Commits;
using Parley.Engine.Feeds;
using Parley.Engine.Logs;
using Parley.Engine.Rooms;
using Parley.Engine.Snapshots;
using Parley.Rooms.Kinds;
using Parley.Rooms.Kinds.Chat;

namespace Parley.Engine.Tests;

/// <summary>Opens owners as a host does.</summary>
internal static class TestOwners
{
    public static RoomOwners Create(
        IRoomLog log,
        FeedDirectory feeds,
        Committer committer,
        TimeProvider time,
        RoomKinds? kinds = null,
        int snapshotEvents = 1_000,
        ILogger<RoomOwner>? logger = null) =>
        new(
            log,
            feeds,
            committer,
            kinds ?? new RoomKinds([ChatKind.Instance]),
            new SnapshotOptions { Events = snapshotEvents },
            time,
            logger ?? NullLogger<RoomOwner>.Instance);
}
