namespace Parley.Cluster;

/// <summary>The grain that owns a room. Its key is the room's name.</summary>
internal interface IRoomGrain : IGrainWithStringKey
{
    /// <summary>Decides posts in order. Completes when every post is either committed or refused.</summary>
    Task<PostOutcomes> PostAsync([Immutable] PostBatch batch);
}
