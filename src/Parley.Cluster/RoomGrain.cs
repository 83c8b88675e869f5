using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Parley.Engine.Rooms;

namespace Parley.Cluster;

/// <summary>A thin shell around a room's owner. Orleans runs its calls one at a time, interleaved at awaits.</summary>
/// <remarks>
/// An idle room deactivates itself with a grain timer. Orleans' own collection of idle grains goes by the wall clock: if the clock were
/// set back by an hour, no room could be activated for that hour.
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
        var everyInterval = new GrainTimerCreationOptions(interval, interval) { Interleave = true };
        this.RegisterGrainTimer(static (room, _) => room.DeactivateIfIdleAsync(), this, everyInterval);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => _owner.CloseAsync();

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
