using Parley.Bench.Building;
using Parley.Bench.Catalogue;
using Parley.Bench.Catalogue.Contenders;
using Parley.Bench.Catalogue.Figures;
using Parley.Bench.Catalogue.Targets;
using Parley.Bench.Catalogue.Workloads;
using Parley.Bench.Measuring;
using Parley.Bench.Planning;
using Parley.Bench.Reporting;

namespace Parley.Bench.Tests;

/// <summary>A catalogue of three servers and two workloads, and results for it.</summary>
internal static class Samples
{
    public static readonly Workload FanOut = new()
    {
        Name = "W1-100",
        Title = "Fan-out",
        Load = "fan-out --connections 100 --warmup {warmup} --seconds {seconds}",
        Streams = 100,
        Contenders = ["parley", "go", "redis"],
        QuickContenders = ["parley", "go"],
        Columns = [Metrics.Deliveries, Metrics.Cpu, Metrics.P99],
        Charts = [Metrics.Deliveries],
    };

    public static readonly Workload Half = FanOut with
    {
        Name = "W3-50",
        Load = "fan-out --connections 100 --rate {rate}",
        Contenders = ["parley", "go"],
        QuickContenders = [],
        Pace = new("W1-100", 0.5),
        Columns = [Metrics.P99, Metrics.Deliveries],
        Charts = [],
    };

    public static readonly Target TwiceGo = new()
    {
        Workload = "W1-100",
        Metric = Metrics.Deliveries,
        Kind = TargetKind.TimesPeer,
        Against = "go",
        Bound = Bound.AtLeast,
        Limit = 2,
    };

    public static readonly Catalog Catalog = new([Contender("parley"), Contender("go"), Contender("redis")], [FanOut, Half], [TwiceGo]);

    public static Contender Contender(string name) => new()
    {
        Name = name,
        Title = $"The {name}",
        Protocol = "grpc",
        Directory = ".",
        Start = new("true"),
        Abilities = Ability.FanOut,
        Guarantees = new() { SlowReader = "lags", Batching = "none" },
    };

    public static RunResult Run(string contender, int round, double deliveries, string workload = "W1-100", double p99 = 1_000) => new()
    {
        Workload = workload,
        Contender = contender,
        Round = round,
        Outcome = Outcome.Measured,
        Figures = new Dictionary<string, double>
        {
            [Metrics.Deliveries.Key] = deliveries,
            [Metrics.P99.Key] = p99,
            [Metrics.Cpu.Key] = 0.5,
        },
    };

    public static RunResult Without(string contender, int round, Outcome outcome, string reason) =>
        new() { Workload = "W1-100", Contender = contender, Round = round, Outcome = outcome, Reason = reason };

    public static Results Results(params RunResult[] runs)
    {
        var results = new Results();
        foreach (var run in runs)
        {
            results.Add(run);
        }

        return results;
    }

    /// <summary>A report of results of <see cref="FanOut"/>.</summary>
    public static Report Report(Results results, params (string Contender, string Reason)[] missing)
    {
        var plan = new Planner(Catalog, new() { Workloads = ["W1-100"] }).Plan();
        return new()
        {
            Started = new(2026, 11, 22, 18, 30, 0, TimeSpan.Zero),
            Duration = TimeSpan.FromMinutes(3),
            CommandLine = "./eng/bench",
            Machine = new()
            {
                Cpu = "A | CPU",
                Cores = 2,
                MemoryGibibytes = 7.6,
                Kernel = "6.1",
                Distribution = "Debian",
                Dotnet = ".NET 10",
                FileSystem = "ext4",
                SyncMilliseconds = 0.4,
                LoadAverage = 0.1,
            },
            Plan = plan,
            Availability = plan.Contenders.ToDictionary(
                contender => contender.Name,
                contender => new Availability(missing.FirstOrDefault(found => found.Contender == contender.Name).Reason, "1.2.3")),
            Results = results,
            Verdicts = [new Judge(results).Evaluate(TwiceGo)],
            OtherTargets = 0,
            Interrupted = false,
        };
    }
}
