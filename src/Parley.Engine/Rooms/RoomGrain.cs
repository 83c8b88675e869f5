using Parley.Engine.Feeds;
using Parley.Rooms;

namespace Parley.Engine.Rooms;

/// <summary>A thin shell around the pure room: one call at a time, the clock, and the way to the feeds.</summary>
internal sealed class RoomGrain(FeedDirectory feeds, TimeProvider time) : Grain, IRoomGrain
{
    private readonly List<Event> _accepted = [];
    private string _name = "";
    private Room _room = new(0);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _name = this.GetPrimaryKeyString();
        _room = new Room(feeds.Head(_name));
        return Task.CompletedTask;
    }

    public Task<PostOutcomes> PostAsync(PostBatch batch)
    {
        var now = time.GetUtcNow();
        var outcomes = new PostOutcome[batch.Posts.Count];
        _accepted.Clear();
        for (var i = 0; i < outcomes.Length; i++)
        {
            var decision = _room.Decide(batch.Posts[i], now);
            outcomes[i] = new PostOutcome(decision.Event?.Sequence ?? 0, decision.Rejection);
            if (decision.Accepted)
            {
                _accepted.Add(decision.Event);
            }
        }

        feeds.Publish(_name, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_accepted));
        return Task.FromResult(new PostOutcomes(outcomes));
    }

    public Task<long> GetHeadAsync() => Task.FromResult(_room.Head);
}
