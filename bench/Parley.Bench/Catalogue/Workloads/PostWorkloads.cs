using Parley.Bench.Catalogue.Contenders;
using Parley.Bench.Catalogue.Figures;

namespace Parley.Bench.Catalogue.Workloads;

/// <summary>Posts that are answered once they are stored, and reading them from the log.</summary>
internal static class PostWorkloads
{
    private static readonly string[] Stores = ["parley", "nats-jetstream", "redis-streams"];
    private static readonly Metric[] Columns = [Metrics.Posts, Metrics.CpuPerPost, Metrics.P50, Metrics.P99, Metrics.P999, Metrics.Memory];

    public static readonly IReadOnlyList<Workload> All =
    [
        Post("W11-one", "Durable posts into one room", 10, "--senders 10 --rooms 1 --window 500") with
        {
            Note = "Over gRPC all 10 senders also receive what the others post. Brokers only answer, which favours them.",
        },
        Post("W11-rooms", "Durable posts into 1,000 rooms", 1_000, "--senders 1000 --rooms 1000 --window 10") with
        {
            QuickContenders = Stores,
        },
        new()
        {
            Name = "W11-replay",
            Title = "Reading a million events from the beginning",
            Load = "replay --events 1000000",
            SetUp = 12,
            Requires = Ability.FanOut | Ability.Replay,
            Streams = 1,
            Contenders = Stores,
            Columns = [Metrics.Events, Metrics.CpuPerEvent, Metrics.Memory],
            Charts = [Metrics.Events],
        },
    ];

    private static Workload Post(string name, string title, int streams, string options) => new()
    {
        Name = name,
        Title = title,
        Load = $"post {options} --warmup {{warmup}} --seconds {{seconds}}",
        Rounds = 5,
        Requires = Ability.DurablePosts,
        Streams = streams,
        Contenders = Stores,
        Columns = Columns,
        Charts = [Metrics.Posts, Metrics.CpuPerPost],
    };
}
