using Parley.Bench.Catalogue.Contenders;
using Parley.Bench.Catalogue.Figures;

namespace Parley.Bench.Catalogue.Workloads;

/// <summary>Latency when messages are due at fixed times, no matter how fast the server is.</summary>
internal static class LatencyWorkloads
{
    private const string Capacity = "W1-100";
    private const string Times = "--warmup {warmup} --seconds {seconds}";

    private static readonly Metric[] Columns = [Metrics.P99, Metrics.P50, Metrics.P999, Metrics.Deliveries, Metrics.Cpu, Metrics.Memory];
    private static readonly Metric[] EchoColumns =
        [Metrics.Echoes, Metrics.CpuPerEcho, Metrics.P50, Metrics.P99, Metrics.P999, Metrics.Memory];

    public static readonly IReadOnlyList<Workload> All =
    [
        Share("W3-25", 0.25),
        Share("W3-50", 0.5),
        Share("W3-75", 0.75),
        Unbatched("W3-unbatched-100", 100) with
        {
            Contenders = ["parley", "parley-websocket", "go", "floor"],
            OtherContenders = ["dotnet-signalr"],
            QuickContenders = ["parley", "parley-websocket", "go", "floor"],
        },
        Unbatched("W3-unbatched-1", 1) with { Seconds = 3 },
        Stopped("W9-none", "Everybody reads", 0),
        Stopped("W9-stopped", "One of 101 stops reading", 1),
        PingPong("W7-1", 1) with { Contenders = ["parley", "go", "floor", "nats"] },
        PingPong("W7-100", 100) with { Requires = Ability.FanOut | Ability.Rooms, Contenders = ["parley", "floor", "nats"] },
        new()
        {
            Name = "W6",
            Title = "A burst of 1,000 messages to 100 connections",
            Load = "burst --connections 100 --burst 1000 --rounds 5",
            SetUp = 2,
            Streams = 100,
            Contenders = ["parley", "go", "nats"],
            Columns = [Metrics.Burst, Metrics.Cpu, Metrics.P50, Metrics.P99, Metrics.Memory],
            Charts = [Metrics.Burst],
        },
    ];

    private static Workload Share(string name, double share) => Open(
        name,
        $"Latency at {share:P0} of each server's capacity",
        $"fan-out --connections 100 --senders 10 --rate {{rate}} --text 100 {Times}",
        100) with
    {
        Rounds = 3,
        Contenders = ["parley", "go"],
        Pace = new(Capacity, share),
        Group = "W3",
        Note = $"Each server gets {share:P0} of its own median in {Capacity}: a faster server gets a higher load.",
    };

    private static Workload Unbatched(string name, int rate) => Open(
        name,
        $"{rate} message{(rate == 1 ? "" : "s")} a second to 1,000 connections",
        $"fan-out --connections 1000 --senders 10 --rate {rate} --text 100 {Times}",
        1_000) with
    {
        Contenders = ["parley", "go", "floor"],
        SetUp = 0.5,
        Charts = [Metrics.P99, Metrics.Cpu],
        Note = "Messages come too seldom to be batched.",
    };

    private static Workload Stopped(string name, string title, int stopped) => Open(
        name,
        $"{title}, at 200 messages a second",
        $"fan-out --connections {(stopped == 0 ? 101 : 100)} --stopped {stopped} --senders 10 --rate 200 --text 100 {Times}",
        101) with
    {
        Rounds = 3,
        Seconds = 3,
        Contenders = ["parley", "go"],
        Group = "W9",
        Note = "Latency of the readers that read.",
    };

    private static Workload PingPong(string name, int streams) => new()
    {
        Name = name,
        Title = streams == 1 ? "One stream that waits for each echo" : $"{streams} streams, each in its own room, that wait for each echo",
        Load = $"ping-pong --streams {streams} {Times}",
        Streams = streams,
        Contenders = [],
        Columns = EchoColumns,
        Charts = [Metrics.Echoes, Metrics.P99],
    };

    private static Workload Open(string name, string title, string load, int streams) => new()
    {
        Name = name,
        Title = title,
        Load = load,
        Streams = streams,
        Rounds = 5,
        Contenders = [],
        Columns = Columns,
        Charts = [Metrics.P99],
    };
}
