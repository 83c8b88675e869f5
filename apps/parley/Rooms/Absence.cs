using Parley.Client;

namespace Parley.Command.Rooms;

/// <summary>Notices that a client has been without its server for too long.</summary>
internal sealed class Absence : IDisposable
{
    private readonly TaskCompletionSource<string> _tooLong = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ParleyClient _client;
    private readonly TimeSpan _limit;
    private readonly ITimer _timer;
    private volatile string _reason = "";

    public Absence(ParleyClient client, TimeSpan limit, TimeProvider time)
    {
        (_client, _limit) = (client, limit);
        _timer = time.CreateTimer(_ => _tooLong.TrySetResult(_reason), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        client.StateChanged += Handle;
        if (client.State == ConnectionState.Reconnecting)
        {
            _timer.Change(limit, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Completes when the server was away for the limit at a stretch, with why it was lost.</summary>
    public Task<string> TooLong => _tooLong.Task;

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
            _timer.Change(_limit, Timeout.InfiniteTimeSpan);
        }
        else
        {
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
