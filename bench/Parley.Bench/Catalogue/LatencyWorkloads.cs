namespace Parley.Bench.Catalogue;

/// <summary>How late messages are when they are due at fixed times, whatever the server does.</summary>
internal static class LatencyWorkloads
{
    private const string Capacity = "W1-100";
    private const string Times = "--warmup {warmup} --seconds {seconds}";

    private static readonly Metric[] Columns = [Metrics.P99, Metrics.P50, Metrics.P999, Metrics.Deliveries, Metrics.Cpu, Metrics.Memory];
    private static readonly Metric[] EchoColumns = [Metrics.Echoes, Metrics.CpuPerEcho, Metrics.P50, Metrics.P99, Metrics.P999, Metrics.Memory];

    public static readonly IReadOnlyList<Workload> All =
    [
        Share("W3-25", 0.25),
        Share("W3-50", 0.5),
        Share("W3-75", 0.75),
        Unbatched("W3-unbatched-100", 100) with { Quick = ["parley", "go", "floor"] },
        Unbatched("W3-unbatched-1", 1) with { Seconds = 3 },
        Stopped("W9-none", "Everybody reads", 0),
        Stopped("W9-stopped", "One of 101 stops reading", 1),
        PingPong("W7-1", 1) with { Field = ["parley", "go", "floor", "nats"] },
        PingPong("W7-100", 100) with { Requires = Ability.FanOut | Ability.Rooms, Field = ["parley", "floor", "nats"] },
        new()
        {
            Name = "W6",
            Title = "A burst of 1,000 messages to 100 connections",
            Load = "burst --connections 100 --burst 1000 --rounds 5",
            SetUp = 2,
            Streams = 100,
            Field = ["parley", "go", "nats"],
            Columns = [Metrics.Burst, Metrics.Cpu, Metrics.P50, Metrics.P99, Metrics.Memory],
            Charts = [Metrics.Burst],
        },
    ];

    private static Workload Share(string name, double share) => Open(
        name,
        $"Latency at {share:P0} of what each server can do",
        $"fan-out --connections 100 --senders 10 --rate {{rate}} --text 100 {Times}",
        100) with
    {
        Rounds = 3,
        Field = ["parley", "go"],
        Pace = new(Capacity, share),
        Together = "W3",
        Note = $"Each server gets {share:P0} of its own median of {Capacity}: one that can do more is given more to do.",
    };

    private static Workload Unbatched(string name, int rate) => Open(
        name,
        $"{rate} message{(rate == 1 ? "" : "s")} a second to 1,000 connections",
        $"fan-out --connections 1000 --senders 10 --rate {rate} --text 100 {Times}",
        1_000) with
    {
        Field = ["parley", "go", "floor"],
        SetUp = 0.5,
        Charts = [Metrics.P99, Metrics.Cpu],
        Note = "Too slow for messages to meet: nothing can be sent together.",
    };

    private static Workload Stopped(string name, string title, int stopped) => Open(
        name,
        $"{title}, at 200 messages a second",
        $"fan-out --connections {(stopped == 0 ? 101 : 100)} --stopped {stopped} --senders 10 --rate 200 --text 100 {Times}",
        101) with
    {
        Rounds = 3,
        Seconds = 3,
        Field = ["parley", "go"],
        Together = "W9",
        Note = "Latency is that of the readers who read.",
    };

    private static Workload PingPong(string name, int streams) => new()
    {
        Name = name,
        Title = streams == 1 ? "One stream says something and waits to hear it" : $"{streams} streams, each in a room of its own, say something and wait to hear it",
        Load = $"ping-pong --streams {streams} {Times}",
        Streams = streams,
        Field = [],
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
        Field = [],
        Columns = Columns,
        Charts = [Metrics.P99],
    };
}
