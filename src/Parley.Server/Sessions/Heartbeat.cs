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
    private long _asked;
    private volatile bool _asking;
    private volatile bool _paused;
    private volatile bool _stopped;

    /// <param name="outbox">Where a ping is sent.</param>
    /// <param name="time">The clock.</param>
    /// <param name="interval">What each end has to keep.</param>
    /// <param name="onSilence">Called once, when nothing was heard for two intervals.</param>
    public Heartbeat(Outbox outbox, TimeProvider time, TimeSpan interval, Action onSilence)
    {
        (_outbox, _time, _interval, _onSilence) = (outbox, time, interval, onSilence);
        _heard = _said = _asked = time.GetTimestamp();
        _timer = time.CreateTimer(_ => Beat(), null, interval / 2, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A frame came in.</summary>
    public void Heard() => Volatile.Write(ref _heard, _time.GetTimestamp());

    /// <summary>Something was flushed to the client.</summary>
    public void Said()
    {
        Volatile.Write(ref _said, _time.GetTimestamp());
        _asking = false;
    }

    /// <summary>The client is not read for now.</summary>
    public void Pause() => _paused = true;

    /// <summary>The client is read again.</summary>
    public void Resume()
    {
        Heard();
        _paused = false;
    }

    /// <summary>The client has said all it had to say: it is neither asked nor missed any more.</summary>
    public void Stop() => _stopped = true;

    /// <summary>Completes when nothing is called any more.</summary>
    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private TimeSpan SinceHeard => _time.GetElapsedTime(Volatile.Read(ref _heard));

    private void Beat()
    {
        if (_stopped)
        {
            return;
        }

        if (!_paused && SinceHeard >= 2 * _interval)
        {
            _onSilence();
            return;
        }

        if (UntilAsking() <= TimeSpan.Zero)
        {
            _asked = _time.GetTimestamp();
            if (!_asking)
            {
                // One ping at a time: a client that does not read would collect them.
                _asking = true;
                _outbox.Add(new Reply(Ping, 0));
            }
        }

        var next = _paused ? UntilAsking() : Min(UntilAsking(), (2 * _interval) - SinceHeard);
        _timer.Change(next < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : next, Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// Half an interval after either end said something last: a client that only reads is told to say something, also if it is told so much
    /// that the server itself is never silent.
    /// </summary>
    private TimeSpan UntilAsking()
    {
        var half = _interval / 2;
        var silence = Min(half - _time.GetElapsedTime(Volatile.Read(ref _said)), half - SinceHeard);
        var again = half - _time.GetElapsedTime(_asked);
        return silence > again ? silence : again;
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
