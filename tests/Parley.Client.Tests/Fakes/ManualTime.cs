using System.Threading.Channels;
using Parley.Testing;

namespace Parley.Client.Tests.Fakes;

/// <summary>A clock that a test moves. A test can wait until a timer is set, so that the clock moves only when something waits for
/// it.</summary>
public sealed class ManualTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly Channel<TimeSpan> _set = Channel.CreateUnbounded<TimeSpan>();
    private TimeSpan _now = TimeSpan.FromDays(1);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return _now.Ticks;
        }
    }

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + TimeSpan.FromTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        lock (_gate)
        {
            _timers.Add(timer);
        }

        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Waits until a timer is set to a time that fits; skips others.</summary>
    public async Task<TimeSpan> TimerAsync(Func<TimeSpan, bool> fits)
    {
        while (true)
        {
            if (await _set.Reader.ReadAsync().AsTask().Within("a timer") is var due && fits(due))
            {
                return due;
            }
        }
    }

    /// <summary>Advances the clock and fires every timer that is due.</summary>
    public void Advance(TimeSpan by)
    {
        List<ManualTimer> due;
        lock (_gate)
        {
            _now += by;
            due = [.. _timers.Where(timer => timer.Due <= _now)];
            due.ForEach(timer => timer.Due = timer.Period > TimeSpan.Zero ? _now + timer.Period : null);
        }

        due.ForEach(timer => timer.Fire());
    }

    public void Set(ManualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            timer.Due = dueTime < TimeSpan.Zero ? null : _now + dueTime;
            timer.Period = period;
        }

        if (dueTime >= TimeSpan.Zero)
        {
            _set.Writer.TryWrite(dueTime);
        }
    }

    public void Remove(ManualTimer timer)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
        }
    }
}
