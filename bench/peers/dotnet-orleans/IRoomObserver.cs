using Orleans.Concurrency;

namespace Parley.Peers.Orleans;

/// <summary>Receives the messages of a room.</summary>
internal interface IRoomObserver : IGrainObserver
{
    [OneWay]
    Task OnMessage(RoomMessage message);

    /// <summary>The observer receives no more messages.</summary>
    [OneWay]
    Task OnLeft();
}
