using System.Diagnostics;

namespace Parley.Load.Workloads;

/// <summary>Open loop: messages are due at fixed times, no matter how fast the server is, and are stamped with that time.</summary>
internal sealed class Pace(double perSecond, IReadOnlyList<ChatSender> senders, Func<long> now)
{
    private const int MaxAtOnce = 256;

    private readonly double _interval = Stopwatch.Frequency / perSecond;
    private double _due = now();
    private int _next;
    private long _sent;
    private bool _held;

    public Pace(double perSecond, IReadOnlyList<ChatSender> senders)
        : this(perSecond, senders, Stopwatch.GetTimestamp)
    {
    }

    /// <summary>The share of due messages sent since <see cref="Restart"/>, without those the server held back.</summary>
    public double Kept
    {
        get
        {
            var late = _held ? 0 : Math.Max(0, (now() - _due) / _interval);
            return _sent == 0 && late == 0 ? 1 : _sent / (_sent + late);
        }
    }

    public void Restart() => _sent = 0;

    /// <summary>Sends what is due, as far as the streams accept it.</summary>
    public void SendDue()
    {
        _held = false;
        for (var i = 0; i < MaxAtOnce && _due <= now(); i++)
        {
            if (!senders[_next].TrySend((long)_due))
            {
                _held = true;
                return;
            }

            _next = (_next + 1) % senders.Count;
            _due += _interval;
            _sent++;
        }
    }

    /// <summary>The time until the next message is due, at most <paramref name="max"/>.</summary>
    public TimeSpan UntilDue(TimeSpan max)
    {
        var rest = _held ? TimeSpan.FromMilliseconds(1) : Stopwatch.GetElapsedTime(now(), (long)_due);
        return rest < TimeSpan.Zero ? TimeSpan.Zero : rest < max ? rest : max;
    }
}
