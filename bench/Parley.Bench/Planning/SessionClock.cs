namespace Parley.Bench.Planning;

/// <summary>How long the rest takes: the estimate, corrected by how wrong it was so far.</summary>
internal sealed class SessionClock(Plan plan)
{
    private double _expected;
    private double _taken;

    /// <summary>Time left.</summary>
    public TimeSpan Remaining =>
        TimeSpan.FromSeconds(Math.Max(0, plan.Estimate.TotalSeconds - _expected) * (_expected > 0 ? _taken / _expected : 1));

    /// <summary>A run ended.</summary>
    public void Finished(PlannedRun run, TimeSpan taken)
    {
        _expected += run.EstimatedSeconds;
        _taken += taken.TotalSeconds;
    }
}
