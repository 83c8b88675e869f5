namespace Parley.Client.Tests.Fakes;

/// <summary>A timer of <see cref="ManualTime"/>.</summary>
public sealed class ManualTimer(ManualTime time, Action callback) : ITimer
{
    /// <summary>When it fires next. Guarded by the clock's lock.</summary>
    public TimeSpan? Due { get; set; }

    /// <summary>Interval after that. Guarded by the clock's lock.</summary>
    public TimeSpan Period { get; set; }

    public void Fire() => callback();

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        time.Set(this, dueTime, period);
        return true;
    }

    public void Dispose() => time.Remove(this);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
