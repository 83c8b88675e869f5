using Orleans.Concurrency;
using Parley.Engine.Commits;
using Parley.Engine.Feeds;
using Parley.Engine.Logs;

namespace Parley.Engine.Rooms;

/// <summary>A thin shell around the room's owner: Orleans runs its calls one at a time and puts it away when it is idle.</summary>
[Reentrant]
internal sealed class RoomGrain(IRoomLog log, FeedDirectory feeds, Committer committer, TimeProvider time) : Grain, IRoomGrain
{
    private RoomOwner _owner = null!;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _owner = new RoomOwner(this.GetPrimaryKeyString(), log, feeds, committer, time);
        return Task.CompletedTask;
    }

    public async Task<PostOutcomes> PostAsync(PostBatch batch)
    {
        var outcomes = await _owner.PostAsync(batch.Posts);
        if (_owner.Lost)
        {
            DeactivateOnIdle();
        }

        return new PostOutcomes(outcomes);
    }
}
