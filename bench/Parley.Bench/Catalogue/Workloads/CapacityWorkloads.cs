using Parley.Bench.Catalogue.Contenders;
using Parley.Bench.Catalogue.Figures;

namespace Parley.Bench.Catalogue.Workloads;

/// <summary>The cost of idle connections, and half an hour under load.</summary>
internal static class CapacityWorkloads
{
    private const int SoakSeconds = 1_800;

    public static readonly IReadOnlyList<Workload> All =
    [
        Idle("W10-connections", "10,000 idle connections", "--connections 10000", 10_000, Metrics.PerConnection),
        Idle("W10-streams", "50,000 idle streams over 500 connections", "--connections 500 --streams 100", 50_000, Metrics.PerStream)
            with { Requires = Ability.FanOut | Ability.Multiplex },
        new()
        {
            Name = "W13",
            Title = "Half an hour at 1,000 messages a second to 100 connections",
            Load = "fan-out --connections 100 --senders 10 --rate 1000 --text 100 --warmup {warmup} --seconds {seconds}",
            WarmUp = 10,
            Seconds = SoakSeconds,
            Rounds = 1,
            Streams = 100,
            Contenders = [Catalog.Subject],
            Columns = [Metrics.P99, Metrics.P50, Metrics.P999, Metrics.Deliveries, Metrics.Cpu, Metrics.MemoryBefore, Metrics.Memory],
            IsSoak = true,
        },
    ];

    private static Workload Idle(string name, string title, string options, int streams, Metric headline) => new()
    {
        Name = name,
        Title = title,
        Load = $"idle {options} --settle 2 --seconds {{seconds}}",
        Seconds = 3,
        SetUp = 7,
        Streams = streams,
        Contenders = ["parley", "go"],
        Columns = [headline, Metrics.Connects, Metrics.Storm, Metrics.IdleShare, Metrics.Memory],
        Charts = [headline],
    };
}
