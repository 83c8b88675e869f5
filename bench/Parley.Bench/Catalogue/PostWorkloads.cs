namespace Parley.Bench.Catalogue;

/// <summary>Posts that are answered when they are stored, and reading them again.</summary>
internal static class PostWorkloads
{
    private static readonly string[] Field = ["parley", "nats-jetstream", "redis-streams"];
    private static readonly Metric[] Columns = [Metrics.Posts, Metrics.CpuPerPost, Metrics.P50, Metrics.P99, Metrics.P999, Metrics.Memory];

    public static readonly IReadOnlyList<Workload> All =
    [
        Post("W11-one", "Durable posts into one room", 10, "post --senders 10 --rooms 1 --window 500 --warmup {warmup} --seconds {seconds}")
            with { Note = "Over gRPC all 10 senders are also sent everything that the others post; brokers only answer, which favours them." },
        Post("W11-rooms", "Durable posts into 1,000 rooms", 1_000, "post --senders 1000 --rooms 1000 --window 10 --warmup {warmup} --seconds {seconds}") with { Quick = Field },
        new()
        {
            Name = "W11-replay",
            Title = "Reading a million events from the beginning",
            Load = "replay --events 1000000",
            SetUp = 12,
            Requires = Ability.FanOut | Ability.Replay,
            Streams = 1,
            Field = Field,
            Columns = [Metrics.Events, Metrics.CpuPerEvent, Metrics.Memory],
            Charts = [Metrics.Events],
        },
    ];

    private static Workload Post(string name, string title, int streams, string load) => new()
    {
        Name = name,
        Title = title,
        Load = load,
        Rounds = 5,
        Requires = Ability.DurablePosts,
        Streams = streams,
        Field = Field,
        Columns = Columns,
        Charts = [Metrics.Posts, Metrics.CpuPerPost],
    };
}
