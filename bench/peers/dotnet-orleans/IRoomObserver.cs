using Orleans.Concurrency;

namespace Parley.Peers.Orleans;

/// <summary>Hears what is said in a room.</summary>
internal interface IRoomObserver : IGrainObserver
{
    [OneWay]
    Task Heard(RoomMessage message);

    /// <summary>Nothing more will be heard.</summary>
    [OneWay]
    Task Left();
}
