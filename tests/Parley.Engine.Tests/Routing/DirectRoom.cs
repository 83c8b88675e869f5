using Parley.Engine.Rooms;
using Parley.Rooms;

namespace Parley.Engine.Tests.Routing;

/// <summary>Runs the calls to one room's owner one at a time, interleaved at awaits.</summary>
internal sealed class DirectRoom(string name, RoomOwners owners)
{
    private readonly TaskFactory _turns = new(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);
    private RoomOwner? _owner;

    public Task<IReadOnlyList<PostOutcome>> PostAsync(IReadOnlyList<PostCommand> posts) =>
        _turns.StartNew(() => PostInTurnAsync(posts)).Unwrap();

    private async Task<IReadOnlyList<PostOutcome>> PostInTurnAsync(IReadOnlyList<PostCommand> posts)
    {
        if (_owner is null or { IsLost: true })
        {
            _owner = owners.Open(name);
        }

        return await _owner.PostAsync(posts);
    }
}
