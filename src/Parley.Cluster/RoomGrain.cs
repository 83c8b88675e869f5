using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Parley.Engine.Rooms;

namespace Parley.Cluster;

/// <summary>A thin shell around the room's owner. Orleans runs its calls one at a time, interleaved at awaits. An idle room deactivates itself.</summary>
/// <remarks>
/// Orleans would deactivate idle grains too, but by the wall clock: after the clock is set back it activates no room until the earlier time
/// comes round again. A grain timer does not depend on the wall clock.
/// </remarks>
[Reentrant, CollectionAgeLimit(AlwaysActive = true)]
internal sealed class RoomGrain(RoomOwners owners, IOptions<RoomOptions> options) : Grain, IRoomGrain
{
    private RoomOwner _owner = null!;
    private int _calls;
    private bool _wasUsed;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _owner = owners.Open(this.GetPrimaryKeyString());
        var interval = TimeSpan.FromSeconds(options.Value.IdleSeconds);
        this.RegisterGrainTimer(
            static (room, _) => room.DeactivateIfIdleAsync(), this, new GrainTimerCreationOptions(interval, interval) { Interleave = true });
        return Task.CompletedTask;
    }

    public async Task<PostOutcomes> PostAsync(PostBatch batch)
    {
        _calls++;
        _wasUsed = true;
        try
        {
            var outcomes = await _owner.PostAsync(batch.Posts);
            if (_owner.IsLost)
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

    private Task DeactivateIfIdleAsync()
    {
        if (!_wasUsed && _calls == 0)
        {
            DeactivateOnIdle();
        }

        _wasUsed = false;
        return Task.CompletedTask;
    }
}
