namespace Parley.Peers.Orleans;

/// <summary>A room; its key is its name.</summary>
internal interface IRoomGrain : IGrainWithStringKey
{
    /// <summary>Joins the room, or renews the subscription.</summary>
    Task Subscribe(IRoomObserver observer);

    Task Unsubscribe(IRoomObserver observer);

    Task Post(string user, string text);
}
