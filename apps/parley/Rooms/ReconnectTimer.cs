using Parley.Client;

namespace Parley.Command.Rooms;

/// <summary>Measures how long a client has been without its server. The time starts anew with every lost connection.</summary>
internal sealed class ReconnectTimer : IDisposable
{
    private readonly TaskCompletionSource<string> _expired = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ParleyClient _client;
    private readonly TimeSpan _timeout;
    private readonly ITimer _timer;
    private volatile string _reason = "";

    public ReconnectTimer(ParleyClient client, TimeSpan timeout, TimeProvider time)
    {
        (_client, _timeout) = (client, timeout);
        _timer = time.CreateTimer(_ => _expired.TrySetResult(_reason), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        client.StateChanged += Handle;
        if (client.State == ConnectionState.Reconnecting)
        {
            _timer.Change(timeout, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Completes if the client does not reconnect in time, with the reason why the connection was lost.</summary>
    public Task<string> Expired => _expired.Task;

    public void Dispose()
    {
        _client.StateChanged -= Handle;
        _timer.Dispose();
    }

    private void Handle(object? sender, StateChange change)
    {
        if (change.State == ConnectionState.Reconnecting)
        {
            _reason = change.Reason ?? "";
            _timer.Change(_timeout, Timeout.InfiniteTimeSpan);
        }
        else
        {
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
