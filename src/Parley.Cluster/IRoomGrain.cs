namespace Parley.Cluster;

/// <summary>The one owner of a room. Its key is the room's name.</summary>
internal interface IRoomGrain : IGrainWithStringKey
{
    /// <summary>Decides posts in order. Completes when what was accepted is durable and visible to followers.</summary>
    Task<PostOutcomes> PostAsync([Immutable] PostBatch batch);
}
