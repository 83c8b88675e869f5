using Parley.Bench.Planning;

namespace Parley.Bench.Tests.Planning;

public sealed class SessionClockTests
{
    [Fact]
    public void Remaining_SlowerRun_CorrectsTheEstimate()
    {
        var plan = new Planner(Samples.Catalog, new() { Workloads = ["W1-100"] }).Plan();
        var clock = new SessionClock(plan);
        Assert.Equal(plan.Estimate, clock.Remaining);

        clock.Finished(plan.Runs[0], TimeSpan.FromSeconds(2 * plan.Runs[0].EstimatedSeconds));

        Assert.Equal(2 * (plan.Estimate.TotalSeconds - plan.Runs[0].EstimatedSeconds), clock.Remaining.TotalSeconds, 3);
    }

    [Fact]
    public void Estimate_EveryRun_CountsTimesAndOverhead()
    {
        var plan = new Planner(Samples.Catalog, new() { Workloads = ["W1-100"] }).Plan();

        Assert.Equal(9 * (PlannedRun.OverheadSeconds + 2 + 2), plan.Estimate.TotalSeconds, 3);
    }
}
