namespace Parley.Engine.Rooms;

/// <summary>The one owner of a room; its key is the room's name.</summary>
internal interface IRoomGrain : IGrainWithStringKey
{
    /// <summary>Decides posts in order; completes when what was accepted is durable and shown to followers.</summary>
    Task<PostOutcomes> PostAsync([Immutable] PostBatch batch);
}
