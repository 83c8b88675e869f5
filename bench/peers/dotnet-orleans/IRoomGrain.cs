namespace Parley.Peers.Orleans;

/// <summary>A room; its key is its name.</summary>
internal interface IRoomGrain : IGrainWithStringKey
{
    /// <summary>Joins the room, or says that the observer is still there.</summary>
    Task Subscribe(IRoomObserver observer);

    Task Unsubscribe(IRoomObserver observer);

    Task Say(string user, string text);
}
