using Parley.Bench.Catalogue.Contenders;
using Parley.Bench.Catalogue.Figures;

namespace Parley.Bench.Catalogue.Workloads;

/// <summary>Many rooms at once.</summary>
internal static class RoomWorkloads
{
    public static readonly IReadOnlyList<Workload> All =
    [
        new()
        {
            Name = "W4",
            Title = "1,000 rooms of 10 members",
            Load = "fan-out --rooms 1000 --connections 10000 --senders 1000 --window 1 --text 100 --warmup {warmup} --seconds {seconds}",
            SetUp = 3,
            Requires = Ability.FanOut | Ability.Rooms,
            Streams = 10_000,
            Contenders = ["parley", "floor", "nats", "redis"],
            Columns = [Metrics.Deliveries, Metrics.Cpu, Metrics.P50, Metrics.P99, Metrics.P999, Metrics.Memory],
            Charts = [Metrics.Deliveries, Metrics.Cpu],
            Note = "Peers that have only one room are left out.",
        },
    ];
}
