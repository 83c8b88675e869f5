using Parley.Bench.Catalogue.Contenders;
using Parley.Bench.Catalogue.Figures;

namespace Parley.Bench.Catalogue.Workloads;

/// <summary>Every message reaches everybody, as fast as the server can deliver.</summary>
internal static class FanOutWorkloads
{
    private const string ClosedLoop = "--senders 10 --window 10";
    private const string Times = "--warmup {warmup} --seconds {seconds}";

    /// <summary>Seconds after which a .NET server has compiled most of what it runs. The others are ready at once.</summary>
    private const int LongWarmUp = 5;

    private static readonly string[] Compared = ["parley", "go", "floor", "nats"];
    private static readonly string[] Grpc = ["parley", "go", "dotnet-grpc"];
    private static readonly string[] Headline = ["parley", "parley-sessions", "parley-websocket", "go", "floor", "nats"];
    private static readonly string[] Others =
    [
        "go-tuned", "cpp", "cpp-tuned", "python", "dotnet-grpc", "dotnet-signalr", "dotnet-orleans", "node", "nats-jetstream", "redis",
        "redis-streams",
    ];

    private static readonly Metric[] Columns = [Metrics.Deliveries, Metrics.Cpu, Metrics.P50, Metrics.P99, Metrics.P999, Metrics.Memory];

    public static readonly IReadOnlyList<Workload> All =
    [
        FanOut("W1-10", 10) with { Contenders = Compared },
        InBothContracts("W1-100", 100) with { OtherContenders = Others },
        InBothContracts("W1-1000", 1_000) with { Rounds = 4, SetUp = 0.5 },
        FanOut("W1-5000", 5_000) with { Contenders = Compared, SetUp = 2 },
        Multiplexed("W2-10", 10, 100),
        Multiplexed("W2-50", 50, 20) with { Contenders = Compared[..2] },
        Chat("W8", "100 members who all send to all", $"fan-out --connections 100 --senders 100 --window 1 --text 100 {Times}", 100)
            with { Contenders = ["parley", "go", "nats"] },
        .. Texts("W12-32", "32-byte", 32, "The load generator needs 32 bytes to identify a text and its time."),
        .. Texts("W12-1024", "1 KiB", 1_024),
        .. Texts("W12-16384", "16 KiB", 16_384),
    ];

    private static Workload FanOut(string name, int connections) => Chat(
        name,
        $"Fan-out to {connections:N0} connections",
        $"fan-out --connections {connections} {ClosedLoop} --text 100 {Times}",
        connections);

    private static Workload InBothContracts(string name, int connections) => FanOut(name, connections) with
    {
        Contenders = Headline,
        Rounds = 5,
        WarmUp = LongWarmUp,
        Seconds = 3,
        Note = "In the Room contract an event has more fields than a chat message: its room, its sequence and its command.",
    };

    private static Workload Multiplexed(string name, int connections, int streams) => Chat(
        name,
        $"Fan-out to {connections * streams:N0} streams over {connections} connections",
        $"fan-out --connections {connections} --streams {streams} {ClosedLoop} --text 100 {Times}",
        connections * streams) with
    {
        Requires = Ability.FanOut | Ability.Multiplex,
        Contenders = Grpc,
    };

    /// <summary>In cleartext and over TLS, in turns, so that both can be compared within a round.</summary>
    private static Workload[] Texts(string name, string size, int bytes, string? note = null)
    {
        var clear = Chat(
            name,
            $"Fan-out of {size} texts to 100 connections",
            $"fan-out --connections 100 {ClosedLoop} --text {bytes} {Times}",
            100) with
        {
            Contenders = ["parley", "go"],
            Group = name,
            Note = note,
        };
        return
        [
            clear,
            clear with
            {
                Name = $"{name}-tls",
                Title = $"{clear.Title}, over TLS",
                IsTls = true,
                Requires = clear.Requires | Ability.Tls,
                Note = "TLS 1.3. Decrypting in the load generator is not counted as the server's CPU, but uses the machine's.",
            },
        ];
    }

    private static Workload Chat(string name, string title, string load, int streams) => new()
    {
        Name = name,
        Title = title,
        Load = load,
        Streams = streams,
        Contenders = [],
        Columns = Columns,
        Charts = [Metrics.Deliveries, Metrics.Cpu],
    };
}
