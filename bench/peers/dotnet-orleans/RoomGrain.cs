using Orleans.Utilities;

namespace Parley.Peers.Orleans;

/// <summary>A room as in Orleans' documentation of observers.</summary>
internal sealed class RoomGrain(TimeProvider time, ILogger<RoomGrain> logger) : Grain, IRoomGrain
{
    private readonly ObserverManager<IRoomObserver> _observers = new(ChatEndpoint.ObserverLifetime, logger);

    public Task Subscribe(IRoomObserver observer)
    {
        _observers.Subscribe(observer, observer);
        return Task.CompletedTask;
    }

    public Task Unsubscribe(IRoomObserver observer)
    {
        _observers.Unsubscribe(observer);
        return observer.OnLeft();
    }

    public Task Post(string user, string text)
    {
        var message = new RoomMessage(user, text, time.GetUtcNow().ToUnixTimeSeconds());
        return _observers.Notify(observer => observer.OnMessage(message));
    }
}
