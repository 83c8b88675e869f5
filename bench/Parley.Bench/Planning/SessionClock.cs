namespace Parley.Bench.Planning;

/// <summary>Estimates the remaining time, corrected by the error of the estimate so far.</summary>
internal sealed class SessionClock(Plan plan)
{
    private double _expected;
    private double _taken;

    /// <summary>The estimated time until the session ends.</summary>
    public TimeSpan Remaining =>
        TimeSpan.FromSeconds(Math.Max(0, plan.Estimate.TotalSeconds - _expected) * (_expected > 0 ? _taken / _expected : 1));

    /// <summary>A run ended.</summary>
    public void Finished(PlannedRun run, TimeSpan taken)
    {
        _expected += run.EstimatedSeconds;
        _taken += taken.TotalSeconds;
    }
}
