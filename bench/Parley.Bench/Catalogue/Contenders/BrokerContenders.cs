namespace Parley.Bench.Catalogue.Contenders;

/// <summary>Message brokers that are often used behind a room server, or instead of one.</summary>
internal static class BrokerContenders
{
    private const string Waiting = "none; sends what is waiting";
    private const string ReadsLog = "reads the log; nobody waits";

    public static readonly IReadOnlyList<Contender> All =
    [
        Nats("nats", "NATS core", "nats", []) with
        {
            Guarantees = new()
            {
                Acknowledged = "no",
                Ordered = false,
                SlowReader = "64 MB behind, it is disconnected",
                Batching = Waiting,
            },
        },
        Nats("nats-jetstream", "NATS JetStream, in files", "jetstream", ["--jetstream"]) with
        {
            Abilities = Ability.FanOut | Ability.Rooms | Ability.DurablePosts | Ability.Replay,
            Guarantees = new()
            {
                Stored = true,
                Acknowledged = "after the write, before any sync",
                SlowReader = ReadsLog,
                Batching = Waiting,
            },
        },
        Redis("redis", "Redis pub/sub", "redis", []) with
        {
            Guarantees = new()
            {
                Acknowledged = "how many subscribers it reached",
                SlowReader = "32 MB behind, it is disconnected",
                Batching = Waiting,
            },
        },
        Redis("redis-streams", "Redis Streams, fsync always", "redis-streams", ["--durable"]) with
        {
            Abilities = Ability.FanOut | Ability.Rooms | Ability.DurablePosts | Ability.Replay,
            Guarantees = new()
            {
                Stored = true,
                Synced = true,
                Acknowledged = "after the sync",
                SlowReader = ReadsLog,
                Batching = "none; commands that arrive together share a sync",
            },
        },
    ];

    private static Contender Nats(string name, string title, string protocol, string[] options) =>
        Broker(name, title, protocol, "bench/peers/nats", new("nats-server", "--version"), options);

    private static Contender Redis(string name, string title, string protocol, string[] options) =>
        Broker(name, title, protocol, "bench/peers/redis", new("redis-server", "--version"), options);

    private static Contender Broker(string name, string title, string protocol, string directory, Launch version, string[] options) => new()
    {
        Name = name,
        Title = title,
        Protocol = protocol,
        Directory = directory,
        Start = new("./run", ["--port", "0", .. options, "--data", "{data}"]),
        Version = version,
        Abilities = Ability.FanOut | Ability.Rooms,
        Guarantees = new() { SlowReader = "", Batching = "" },
    };
}
