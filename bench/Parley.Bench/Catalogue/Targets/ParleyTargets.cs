using Parley.Bench.Catalogue.Figures;

namespace Parley.Bench.Catalogue.Targets;

/// <summary>The targets of Parley.</summary>
internal static class ParleyTargets
{
    private const double Third = 1.0 / 3;

    public static readonly IReadOnlyList<Target> All =
    [
        .. FanOut("W1-100"),
        .. FanOut("W1-1000"),
        .. Unbatched("W3-unbatched-100"),
        .. Unbatched("W3-unbatched-1"),
        Other("W9-stopped", Metrics.P99, TargetKind.TimesOtherWorkload, "W9-none", 1.2),
        Other("W9-stopped", Metrics.Memory, TargetKind.MoreThanOtherWorkload, "W9-none", 32),
        Value("W10-connections", Metrics.PerConnection, Bound.AtMost, 20),
        Value("W11-rooms", Metrics.Posts, Bound.AtLeast, 100_000),
        Peer("W11-rooms", Metrics.Posts, "nats-jetstream", Bound.AtLeast, 1),
        Peer("W11-rooms", Metrics.Posts, "redis-streams", Bound.AtLeast, 1),
        RoomContract("W1-100"),
        RoomContract("W1-1000"),
        WebSocket("W1-100"),
        WebSocket("W1-1000"),
        Value("W3-unbatched-100", Metrics.Cpu, Bound.AtMost, 8.5) with { Subject = Catalog.SubjectWebSocket },
        Value("W15-post", Metrics.Posts, Bound.AtLeast, 50_000),
        Value("W15-replay", Metrics.EventsPerCore, Bound.AtLeast, 500_000),
        Value("W15-rooms", Metrics.JoinSeconds, Bound.AtMost, 2),
        Value("W15-rooms", Metrics.RoomsRatioP50, Bound.AtMost, 2),
        Value("W15-rooms", Metrics.RoomsRatioP99, Bound.AtMost, 2),
    ];

    private static Target[] FanOut(string workload) =>
    [
        Peer(workload, Metrics.Deliveries, "go", Bound.AtLeast, 3),
        Peer(workload, Metrics.Deliveries, "nats", Bound.AtLeast, 1.8),
        Peer(workload, Metrics.Cpu, "go", Bound.AtMost, Third),
        Peer(workload, Metrics.Cpu, "floor", Bound.AtMost, 4),
    ];

    private static Target[] Unbatched(string workload) =>
    [
        Peer(workload, Metrics.Cpu, "go", Bound.AtMost, 1),
        Peer(workload, Metrics.Cpu, "floor", Bound.AtMost, 1.6),
        Peer(workload, Metrics.P99, "go", Bound.AtMost, 1),
    ];

    private static Target RoomContract(string workload) =>
        Peer(workload, Metrics.Deliveries, Catalog.Subject, Bound.AtLeast, 0.9) with { Subject = Catalog.SubjectRoomContract };

    /// <summary>Compared with the same contract over gRPC.</summary>
    private static Target WebSocket(string workload) =>
        Peer(workload, Metrics.Deliveries, Catalog.SubjectRoomContract, Bound.AtLeast, 1) with { Subject = Catalog.SubjectWebSocket };

    private static Target Peer(string workload, Metric metric, string peer, Bound bound, double limit) =>
        new() { Workload = workload, Metric = metric, Kind = TargetKind.TimesPeer, Against = peer, Bound = bound, Limit = limit };

    private static Target Other(string workload, Metric metric, TargetKind kind, string other, double limit) =>
        new() { Workload = workload, Metric = metric, Kind = kind, Against = other, Bound = Bound.AtMost, Limit = limit };

    private static Target Value(string workload, Metric metric, Bound bound, double limit) =>
        new() { Workload = workload, Metric = metric, Kind = TargetKind.Value, Bound = bound, Limit = limit };
}
