namespace Parley.Client.Tests.Fakes;

/// <summary>A timer of <see cref="ManualTime"/>.</summary>
public sealed class ManualTimer(ManualTime time, Action ring) : ITimer
{
    /// <summary>When it rings next. Guarded by the clock.</summary>
    public TimeSpan? Due { get; set; }

    /// <summary>How often it rings then. Guarded by the clock.</summary>
    public TimeSpan Period { get; set; }

    public void Ring() => ring();

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
