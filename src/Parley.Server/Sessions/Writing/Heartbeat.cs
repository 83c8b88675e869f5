using Parley.Protocol.V1;

namespace Parley.Server.Sessions.Writing;

/// <summary>
/// Pings the client when either side has been silent for half an interval, and ends the session when nothing was received for two
/// intervals. While the session does not read, because the client does not read its answers, the client does not count as silent. TCP and
/// the pings of HTTP/2 then notice if it vanishes.
/// </summary>
internal sealed class Heartbeat : IAsyncDisposable
{
    private static readonly ServerFrame Ping = new() { Ping = new Ping() };

    // What is due next may be overdue by the time the timer is set, and a timer takes no negative delay.
    private static readonly TimeSpan MinDelay = TimeSpan.FromMilliseconds(1);

    private readonly Outbox _outbox;
    private readonly TimeProvider _time;
    private readonly TimeSpan _interval;
    private readonly Action _onSilence;
    private readonly ITimer _timer;
    private long _received;
    private long _sent;
    private long _pinged;
    private volatile bool _isPingUnsent;
    private volatile bool _isPaused;
    private volatile bool _isStopped;

    /// <param name="outbox">Where pings are queued.</param>
    /// <param name="time">The clock.</param>
    /// <param name="interval">The longest silence that either side may keep.</param>
    /// <param name="onSilence">Called once, when nothing was received for two intervals.</param>
    public Heartbeat(Outbox outbox, TimeProvider time, TimeSpan interval, Action onSilence)
    {
        (_outbox, _time, _interval, _onSilence) = (outbox, time, interval, onSilence);
        _received = _sent = _pinged = time.GetTimestamp();
        _timer = time.CreateTimer(_ => Check(), null, interval / 2, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A frame was received.</summary>
    public void OnReceived() => Volatile.Write(ref _received, _time.GetTimestamp());

    /// <summary>Something was flushed to the client.</summary>
    public void OnSent()
    {
        Volatile.Write(ref _sent, _time.GetTimestamp());
        _isPingUnsent = false;
    }

    /// <summary>The session does not read for now.</summary>
    public void Pause() => _isPaused = true;

    /// <summary>The session reads again.</summary>
    public void Resume()
    {
        OnReceived();
        _isPaused = false;
    }

    /// <summary>The client has nothing more to send. It is no longer pinged and does not time out.</summary>
    public void Stop() => _isStopped = true;

    /// <summary>Completes when no check runs any more.</summary>
    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private TimeSpan SinceReceived => _time.GetElapsedTime(Volatile.Read(ref _received));

    // Runs on a timer that it sets again itself, so one check never overlaps another.
    private void Check()
    {
        if (_isStopped)
        {
            return;
        }

        if (!_isPaused && SinceReceived >= 2 * _interval)
        {
            _onSilence();
            return;
        }

        if (UntilPing() <= TimeSpan.Zero)
        {
            _pinged = _time.GetTimestamp();
            if (!_isPingUnsent)
            {
                // One ping at a time: for a client that does not read, they would pile up.
                _isPingUnsent = true;
                _outbox.Add(new Reply(Ping, 0));
            }
        }

        var next = _isPaused ? UntilPing() : Min(UntilPing(), (2 * _interval) - SinceReceived);
        _timer.Change(next < MinDelay ? MinDelay : next, Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// Time until one side has been silent for half an interval, but not before half an interval after the last ping. The client's silence
    /// counts even while the server sends: a client that only reads has to be prompted to send something.
    /// </summary>
    private TimeSpan UntilPing()
    {
        var half = _interval / 2;
        var silence = Min(half - _time.GetElapsedTime(Volatile.Read(ref _sent)), half - SinceReceived);
        var again = half - _time.GetElapsedTime(_pinged);
        return silence > again ? silence : again;
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
