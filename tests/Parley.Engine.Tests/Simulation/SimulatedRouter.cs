using Parley.Engine.Commits;
using Parley.Engine.Feeds;
using Parley.Engine.Rooms;
using Parley.Rooms;
using Parley.Rooms.Kinds;

namespace Parley.Engine.Tests.Simulation;

/// <summary>
/// Brings every call to the room's owner. Opens one when there is none, and replaces an owner in the middle of its work now and then.
/// </summary>
internal sealed class SimulatedRouter(
    SimulatedLog log, FeedDirectory feeds, Committer committer, SimulatedTime time, RoomKinds kinds, Random random)
{
    private const int SnapshotEvents = 7;

    private readonly RoomOwners _owners = TestOwners.Create(log, feeds, committer, time, kinds, SnapshotEvents);
    private RoomOwner? _owner;

    public Task<PostOutcome[]> PostAsync(List<PostCommand> posts)
    {
        if (_owner is null or { IsLost: true } || random.Next(10) == 0)
        {
            _owner = _owners.Open(SimulationTests.Room);
        }

        return _owner.PostAsync(posts);
    }
}
