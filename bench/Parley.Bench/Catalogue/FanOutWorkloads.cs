namespace Parley.Bench.Catalogue;

/// <summary>What one says reaches everybody, as fast as the server can.</summary>
internal static class FanOutWorkloads
{
    private const string ClosedLoop = "--senders 10 --window 10";
    private const string Times = "--warmup {warmup} --seconds {seconds}";

    /// <summary>Seconds in which a .NET server compiles most of what it needs; the others are ready at once.</summary>
    private const int LongWarmUp = 5;

    private static readonly string[] Compared = ["parley", "go", "floor", "nats"];
    private static readonly string[] Grpc = ["parley", "go", "dotnet-grpc"];
    private static readonly string[] Headline = ["parley", "parley-sessions", "go", "go-tuned", "floor", "nats"];
    private static readonly string[] QuickHeadline = ["parley", "parley-sessions", "go", "floor", "nats"];
    private static readonly string[] Others =
    [
        "cpp", "cpp-tuned", "python", "dotnet-grpc", "dotnet-signalr", "dotnet-orleans", "node", "nats-jetstream", "redis", "redis-streams",
    ];

    private static readonly Metric[] Columns = [Metrics.Deliveries, Metrics.Cpu, Metrics.P50, Metrics.P99, Metrics.P999, Metrics.Memory];

    public static readonly IReadOnlyList<Workload> All =
    [
        FanOut("W1-10", 10) with { Field = Compared },
        WithSessions("W1-100", 100) with { Guests = Others },
        WithSessions("W1-1000", 1_000) with { SetUp = 0.5 },
        FanOut("W1-5000", 5_000) with { Field = Compared, SetUp = 2 },
        Multiplexed("W2-10", 10, 100),
        Multiplexed("W2-50", 50, 20) with { Field = Compared[..2] },
        Chat("W8", "100 members who all talk to all", $"fan-out --connections 100 --senders 100 --window 1 --text 100 {Times}", 100)
            with { Field = ["parley", "go", "nats"] },
        .. Texts("W12-32", "32-byte", 32, "The load generator needs 32 bytes to tell who sent a text, and when."),
        .. Texts("W12-1024", "1 KiB", 1_024),
        .. Texts("W12-16384", "16 KiB", 16_384),
    ];

    private static Workload FanOut(string name, int connections) => Chat(
        name,
        $"Fan-out to {connections:N0} connections",
        $"fan-out --connections {connections} {ClosedLoop} --text 100 {Times}",
        connections);

    private static Workload WithSessions(string name, int connections) => FanOut(name, connections) with
    {
        Field = Headline,
        Quick = QuickHeadline,
        Rounds = 5,
        WarmUp = LongWarmUp,
        Seconds = 3,
        Note = "In a session an event says more than a chat message does: its room, its sequence and its command.",
    };

    private static Workload Multiplexed(string name, int connections, int streams) => Chat(
        name,
        $"Fan-out to {connections * streams:N0} streams over {connections} connections",
        $"fan-out --connections {connections} --streams {streams} {ClosedLoop} --text 100 {Times}",
        connections * streams) with
    {
        Requires = Ability.FanOut | Ability.Multiplex,
        Field = Grpc,
    };

    /// <summary>In cleartext and over TLS, in turns, so that the two can be compared within a round.</summary>
    private static Workload[] Texts(string name, string size, int bytes, string? note = null)
    {
        var clear = Chat(name, $"Fan-out of {size} texts to 100 connections", $"fan-out --connections 100 {ClosedLoop} --text {bytes} {Times}", 100) with
        {
            Field = ["parley", "go"],
            Together = name,
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
                Note = "TLS 1.3. What the load generator decrypts is not in the server's CPU, and takes of the machine's all the same.",
            },
        ];
    }

    private static Workload Chat(string name, string title, string load, int streams) => new()
    {
        Name = name,
        Title = title,
        Load = load,
        Streams = streams,
        Field = [],
        Columns = Columns,
        Charts = [Metrics.Deliveries, Metrics.Cpu],
    };
}
