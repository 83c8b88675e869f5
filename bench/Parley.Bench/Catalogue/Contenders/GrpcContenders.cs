namespace Parley.Bench.Catalogue.Contenders;

/// <summary>Parley, and servers of the Chat contract that are not .NET.</summary>
internal static class GrpcContenders
{
    private const Ability Grpc = Ability.FanOut | Ability.Multiplex;
    private const string FloorWaits = "1 MiB behind, its room's senders wait for it";
    private const string RoomWaits = "1,024 messages behind, its room waits for it";

    // The options of Parley and of the Go peer are the same.
    private static readonly string[] StartTls = ["--tls-certificate", "{certificate}", "--tls-key", "{key}"];

    private static readonly Contender Parley = new()
    {
        Name = Catalog.Subject,
        Title = "Parley",
        Protocol = "grpc",
        Directory = "apps/parley",
        Build = [DotnetBuild.Of("parley.csproj")],
        Start = new("dotnet", "bin/Release/net10.0/parley.dll", "serve", "--grpc-port", "0", "--web-port", "0", "--data", "{data}"),
        Ready = "gRPC http://localhost:",
        StartTls = StartTls,
        ReadyTls = "gRPC https://localhost:",
        Version = new("dotnet", "bin/Release/net10.0/parley.dll", "--version"),
        Abilities = Grpc | Ability.Rooms | Ability.DurablePosts | Ability.Replay | Ability.Sessions | Ability.Tls,
        Guarantees = new()
        {
            Stored = true,
            Synced = true,
            Acknowledged = "its echo, after the sync",
            SlowReader = "lags and loses nothing; nobody waits",
            Batching = "none; syncs and sends what is waiting together",
        },
    };

    public static readonly IReadOnlyList<Contender> All =
    [
        Parley,
        Parley with
        {
            Name = Catalog.SubjectRoomContract,
            Title = "Parley, Room contract",
            Protocol = "session",
            SameServerAs = Catalog.Subject,
            Guarantees = Parley.Guarantees with { Acknowledged = "`Accepted`, after the sync" },
        },
        Parley with
        {
            Name = Catalog.SubjectWebSocket,
            Title = "Parley, WebSocket",
            Protocol = "websocket",
            Ready = "web  http://localhost:",
            ReadyTls = null,
            StartTls = [],
            SameServerAs = Catalog.Subject,
            Abilities = Ability.FanOut | Ability.Rooms,
            Guarantees = Parley.Guarantees with { Acknowledged = "`Accepted`, after the sync" },
        },
        Native("go", "Go, a channel per client", "go", new() { SlowReader = RoomWaits, Batching = "none; the transport's queue, 32 KiB" })
            with { Version = new("go", "version"), Abilities = Grpc | Ability.Tls, StartTls = StartTls },
        Native("go-tuned", "Go, tuned", "go-tuned", new() { SlowReader = RoomWaits, Batching = "none; the transport's queue, 64 KiB" })
            with { Version = new("go", "version") },
        Native("cpp", "C++, a queue per client", "cpp", new() { SlowReader = RoomWaits, Batching = "none; the client's queue" })
            with { Version = new("pkg-config", "--modversion", "grpc++"), MaxStreams = 10_000 },
        Native("cpp-tuned", "C++, tuned", "cpp-tuned", new() { SlowReader = RoomWaits, Batching = "none; what came during the last round" })
            with { Version = new("pkg-config", "--modversion", "grpc++") },
        Native("floor", "Floor (C++, epoll, no library)", "floor", new() { SlowReader = FloorWaits, Batching = "none; one round's reads" })
            with { Version = new("g++", "--version"), Abilities = Grpc | Ability.Rooms },
        new()
        {
            Name = "python",
            Title = "Python, a queue per client",
            Protocol = "grpc",
            Directory = "bench/peers/python",
            Build = [new("make")],
            Start = new("./peer.py", "--port", "0", "--workers", "1100"),
            Version = new("/usr/bin/python3", "--version"),
            Abilities = Grpc,
            MaxStreams = 1_000,
            Guarantees = new() { SlowReader = RoomWaits, Batching = "none; one message" },
        },
    ];

    private static Contender Native(string name, string title, string directory, Guarantees guarantees) => new()
    {
        Name = name,
        Title = title,
        Protocol = "grpc",
        Directory = $"bench/peers/{directory}",
        Build = [new("make")],
        Start = new("build/peer", "--port", "0"),
        Abilities = Grpc,
        Guarantees = guarantees,
    };
}
