using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Parley.Engine.Commits;
using Parley.Engine.Feeds;
using Parley.Engine.Logs;

namespace Parley.Engine.Rooms;

/// <summary>A thin shell around the room's owner: Orleans runs its calls one at a time. A room that nobody uses puts itself away.</summary>
/// <remarks>
/// Orleans would put idle rooms away too, but by the wall clock: once that is set back, it can wake no room until the time it had
/// before is reached again. A grain's timer is not concerned by the wall clock.
/// </remarks>
[Reentrant, CollectionAgeLimit(AlwaysActive = true)]
internal sealed class RoomGrain(
    IRoomLog log, FeedDirectory feeds, Committer committer, TimeProvider time, IOptions<RoomOptions> options) : Grain, IRoomGrain
{
    private RoomOwner _owner = null!;
    private int _calls;
    private bool _used;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _owner = new RoomOwner(this.GetPrimaryKeyString(), log, feeds, committer, time);
        var between = TimeSpan.FromSeconds(options.Value.IdleSeconds);
        this.RegisterGrainTimer(
            static (room, _) => room.LeaveIfIdleAsync(), this, new GrainTimerCreationOptions(between, between) { Interleave = true });
        return Task.CompletedTask;
    }

    public async Task<PostOutcomes> PostAsync(PostBatch batch)
    {
        _calls++;
        _used = true;
        try
        {
            var outcomes = await _owner.PostAsync(batch.Posts);
            if (_owner.Lost)
            {
                DeactivateOnIdle();
            }

            return new PostOutcomes(outcomes);
        }
        finally
        {
            _calls--;
        }
    }

    private Task LeaveIfIdleAsync()
    {
        if (!_used && _calls == 0)
        {
            DeactivateOnIdle();
        }

        _used = false;
        return Task.CompletedTask;
    }
}
