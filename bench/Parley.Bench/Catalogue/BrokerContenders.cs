namespace Parley.Bench.Catalogue;

/// <summary>Message brokers that are often put behind, or instead of, a room server.</summary>
internal static class BrokerContenders
{
    private const string Disconnected = "it is disconnected";
    private static readonly Guarantees Durable = new()
    {
        Stored = true,
        Synced = true,
        Acknowledged = true,
        Ordered = true,
        Bounded = true,
        SlowReader = "lags, nobody waits",
        Batching = "none",
    };

    public static readonly IReadOnlyList<Contender> All =
    [
        Nats("nats", "NATS core", "nats", []) with
        {
            Guarantees = new() { Bounded = true, SlowReader = Disconnected, Batching = "no timer; what waits goes together" },
        },
        Nats("nats-jetstream", "NATS JetStream, in files", "jetstream", ["--jetstream"]) with
        {
            Abilities = Ability.FanOut | Ability.Rooms | Ability.DurablePosts | Ability.Replay,
            Guarantees = Durable with { Synced = false },
        },
        Redis("redis", "Redis pub/sub", "redis", []) with
        {
            Guarantees = new() { Ordered = true, Bounded = true, SlowReader = Disconnected, Batching = "none" },
        },
        Redis("redis-streams", "Redis Streams, fsync always", "redis-streams", ["--durable"]) with
        {
            Abilities = Ability.FanOut | Ability.Rooms | Ability.DurablePosts | Ability.Replay,
            Guarantees = Durable with { Batching = "none; commands that wait share a sync" },
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
