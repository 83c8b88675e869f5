namespace Parley.Engine.Tests.Simulation;

/// <summary>A clock that jumps by up to an hour in either direction, and timers that fire when the simulation wants them to.</summary>
internal sealed class SimulatedTime(Random random) : TimeProvider
{
    private readonly List<SimulatedTimer> _timers = [];
    private DateTimeOffset _now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now += TimeSpan.FromSeconds(random.Next(-3_600, 3_601));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimulatedTimer(() => callback(state), _timers);
        _timers.Add(timer);
        return timer;
    }

    /// <summary>Fires every timer once.</summary>
    public void Fire() => _timers.ToList().ForEach(timer => timer.Fire());
}
