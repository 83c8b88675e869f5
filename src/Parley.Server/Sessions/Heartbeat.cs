using Parley.Protocol.V1;

namespace Parley.Server.Sessions;

/// <summary>
/// Sees to it that each end of a session says something in time. A client that is not read, because it does not read what
/// it asked for, counts as heard: TCP and HTTP/2 say whether it is there.
/// </summary>
internal sealed class Heartbeat : IAsyncDisposable
{
    private static readonly ServerFrame Ping = new() { Ping = new Ping() };

    private readonly Outbox _outbox;
    private readonly TimeProvider _time;
    private readonly TimeSpan _interval;
    private readonly Action _onSilence;
    private readonly ITimer _timer;
    private long _heard;
    private long _said;
    private volatile bool _paused;

    /// <param name="outbox">Where a ping is sent.</param>
    /// <param name="time">The clock.</param>
    /// <param name="interval">What each end has to keep.</param>
    /// <param name="onSilence">Called once nothing was heard for two intervals, and again while that lasts.</param>
    public Heartbeat(Outbox outbox, TimeProvider time, TimeSpan interval, Action onSilence)
    {
        (_outbox, _time, _interval, _onSilence) = (outbox, time, interval, onSilence);
        _heard = _said = time.GetTimestamp();
        _timer = time.CreateTimer(_ => Beat(), null, interval / 2, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A frame came in.</summary>
    public void Heard() => Volatile.Write(ref _heard, _time.GetTimestamp());

    /// <summary>Something was flushed to the client.</summary>
    public void Said() => Volatile.Write(ref _said, _time.GetTimestamp());

    /// <summary>The client is not read for now.</summary>
    public void Pause() => _paused = true;

    /// <summary>The client is read again.</summary>
    public void Resume()
    {
        Heard();
        _paused = false;
    }

    /// <summary>Completes when nothing is called any more.</summary>
    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Beat()
    {
        if (!_paused && _time.GetElapsedTime(Volatile.Read(ref _heard)) >= 2 * _interval)
        {
            _onSilence();
            return;
        }

        if (_time.GetElapsedTime(Volatile.Read(ref _said)) >= _interval / 2)
        {
            Said();
            _outbox.Add(new Reply(Ping, 0));
        }

        _timer.Change(Next(), Timeout.InfiniteTimeSpan);
    }

    private TimeSpan Next()
    {
        var untilSilence = (2 * _interval) - _time.GetElapsedTime(Volatile.Read(ref _heard));
        var untilPing = (_interval / 2) - _time.GetElapsedTime(Volatile.Read(ref _said));
        var next = _paused || untilPing < untilSilence ? untilPing : untilSilence;
        return next < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : next;
    }
}
