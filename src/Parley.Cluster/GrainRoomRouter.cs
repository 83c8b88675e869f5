using Parley.Engine.Rooms;
using Parley.Engine.Routing;
using Parley.Rooms;

namespace Parley.Cluster;

/// <summary>Brings posts to the grains that own the rooms.</summary>
internal sealed class GrainRoomRouter(IGrainFactory grains) : IRoomRouter
{
    public async Task<IReadOnlyList<PostOutcome>> PostAsync(string room, IReadOnlyList<PostCommand> posts) =>
        (await grains.GetGrain<IRoomGrain>(room).PostAsync(new PostBatch(posts))).Items;
}
