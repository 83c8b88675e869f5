namespace Parley.Engine.Rooms;

/// <summary>The one owner of a room; its key is the room's name.</summary>
internal interface IRoomGrain : IGrainWithStringKey
{
    /// <summary>Decides posts in order and publishes what was accepted.</summary>
    Task<PostOutcomes> PostAsync([Immutable] PostBatch batch);

    /// <summary>Sequence of the last published event; 0 if there is none.</summary>
    Task<long> GetHeadAsync();
}
