using Parley.Bench.Catalogue;
using Parley.Bench.Catalogue.Workloads;
using Parley.Bench.Planning;

namespace Parley.Bench.Tests.Planning;

public sealed class PlannerTests
{
    [Fact]
    public void Plan_SeveralRounds_AreInterleavedAndRotated() => Assert.Equal(
        [
            "W1-100 parley 1/3", "W1-100 go 1/3", "W1-100 redis 1/3",
            "W1-100 go 2/3", "W1-100 redis 2/3", "W1-100 parley 2/3",
            "W1-100 redis 3/3", "W1-100 parley 3/3", "W1-100 go 3/3",
        ],
        Runs(new() { Workloads = ["W1-100"] }));

    [Fact]
    public void Plan_OtherContenders_HaveFewerRounds() => Assert.Equal(
        ["W1-100 parley 1/2", "W1-100 go 1/1", "W1-100 parley 2/2"],
        Runs(new(), Samples.FanOut with { Contenders = ["parley"], OtherContenders = ["go"], Rounds = 2, OtherRounds = 1 }));

    [Fact]
    public void Plan_WorkloadsOfAGroup_TakeTurnsWithinARound()
    {
        var one = Samples.FanOut with { Name = "W9-none", Contenders = ["parley", "go"], Rounds = 1, Group = "W9" };

        Assert.Equal(
            ["W9-none parley 1/1", "W9-stopped parley 1/1", "W9-none go 1/1", "W9-stopped go 1/1"],
            Runs(new(), one, one with { Name = "W9-stopped" }));
    }

    [Fact]
    public void Plan_ShareOfCapacity_IncludesItsWorkload()
    {
        var plan = new Planner(Samples.Catalog, new() { Workloads = ["W3"], Peers = ["redis"], Rounds = 1 }).Plan();

        Assert.Equal(
            ["W1-100 parley 1/1", "W1-100 redis 1/1", "W3-50 parley 1/1", "W3-50 redis 1/1"],
            plan.Runs.Select(run => run.ToString()));
    }

    [Fact]
    public void Plan_Quick_HasQuickContendersOnly()
    {
        var plan = new Planner(Samples.Catalog, new() { Quick = true }).Plan();

        Assert.Equal("W1-100", Assert.Single(plan.Workloads).Name);
        Assert.Equal(["parley", "go"], plan.Contenders.Select(contender => contender.Name));
    }

    [Fact]
    public void Plan_UnablePeer_IsExcludedWithReason()
    {
        var catalog = Samples.Catalog with { Workloads = [Samples.FanOut with { Streams = 500 }] };
        catalog = catalog with
        {
            Contenders = [.. catalog.Contenders.Select(found => found.Name == "go" ? found with { MaxStreams = 200 } : found)],
        };

        var plan = new Planner(catalog, new() { Peers = ["go"] }).Plan();

        Assert.DoesNotContain(plan.Runs, run => run.Contender.Name == "go");
        Assert.Equal(("go", "serves 200 streams, the workload has 500"), (plan.Exclusions[0].Contender, plan.Exclusions[0].Reason));
    }

    [Fact]
    public void Plan_UnknownName_ThrowsWithKnownNames()
    {
        Assert.Contains("W1-100", Message(new() { Workloads = ["W99"] }));
        Assert.Contains("redis", Message(new() { Peers = ["kafka"] }));

        static string Message(Selection selection) =>
            Assert.Throws<PlanException>(() => new Planner(Samples.Catalog, selection).Plan()).Message;
    }

    [Fact]
    public void Plan_DefaultSession_StaysWithinTimeLimit()
    {
        Assert.InRange(new Planner(Catalog.Default, new()).Plan().Estimate, TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(40));
        Assert.InRange(
            new Planner(Catalog.Default, new() { Quick = true }).Plan().Estimate, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void Plan_Soak_RunsOnlyOnRequest()
    {
        Assert.DoesNotContain(new Planner(Catalog.Default, new()).Plan().Workloads, workload => workload.IsSoak);
        Assert.Contains(
            new Planner(Catalog.Default, new() { Quick = true, Soak = true }).Plan().Workloads,
            workload => workload is { IsSoak: true, Seconds: 1_800 });
    }

    private static List<string> Runs(Selection selection, params Workload[] workloads) =>
    [
        .. new Planner(workloads.Length > 0 ? Samples.Catalog with { Workloads = workloads } : Samples.Catalog, selection).Plan()
            .Runs.Select(run => run.ToString()),
    ];
}
