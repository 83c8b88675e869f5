namespace Parley.Bench.Catalogue.Contenders;

/// <summary>Servers one would write in .NET or Node.js with their usual libraries.</summary>
internal static class DotnetContenders
{
    public static readonly IReadOnlyList<Contender> All =
    [
        Dotnet("dotnet-grpc", "Grpc", "grpc-dotnet, a channel per client", "grpc") with
        {
            Abilities = Ability.FanOut | Ability.Multiplex,
            Guarantees = new() { SlowReader = "1,024 messages behind, its room waits for it", Batching = "none; one message" },
        },
        Dotnet("dotnet-signalr", "SignalR", "SignalR", "signalr") with
        {
            Abilities = Ability.FanOut | Ability.Rooms,
            Guarantees = new()
            {
                Acknowledged = "the call's completion",
                Ordered = false,
                SlowReader = "its group's senders wait; after 10 s it is disconnected",
                Batching = "none; one message",
            },
        },
        Dotnet("dotnet-orleans", "Orleans", "Orleans, a grain with observers", "grpc") with
        {
            Abilities = Ability.FanOut | Ability.Multiplex | Ability.Rooms,
            Guarantees = new()
            {
                Ordered = false,
                SlowReader = "10,000 messages behind, it is disconnected",
                Batching = "none; one message",
            },
        },
        new()
        {
            Name = "node",
            Title = "Node.js, ws",
            Protocol = "ws",
            Directory = "bench/peers/node",
            Build = [new("npm", "ci", "--no-audit", "--no-fund")],
            Start = new("node", "peer.js", "--port", "0"),
            Version = new("node", "--version"),
            Abilities = Ability.FanOut | Ability.Rooms,
            Guarantees = new() { SlowReader = "16 MiB behind, it is disconnected", Batching = "none; one message" },
        },
    ];

    private static Contender Dotnet(string name, string project, string title, string protocol) => new()
    {
        Name = name,
        Title = title,
        Protocol = protocol,
        Directory = $"bench/peers/{name}",
        Build = [DotnetBuild.Of($"Parley.Peers.{project}.csproj")],
        Start = new("dotnet", $"bin/Release/net10.0/Parley.Peers.{project}.dll", "--port", "0"),
        Version = new("dotnet", "--version"),
        Abilities = Ability.FanOut,
        Guarantees = new() { SlowReader = "", Batching = "" },
    };
}
