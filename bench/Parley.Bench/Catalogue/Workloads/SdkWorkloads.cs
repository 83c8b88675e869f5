using Parley.Bench.Catalogue.Contenders;
using Parley.Bench.Catalogue.Figures;

namespace Parley.Bench.Catalogue.Workloads;

/// <summary>What a program gets from the .NET client. Client and server are both measured.</summary>
internal static class SdkWorkloads
{
    public static readonly IReadOnlyList<Workload> All =
    [
        Sdk(
            "W15-post",
            ".NET client: posts of one client into one room, 1,000 of them unanswered",
            "sdk-post --window 1000 --warmup {warmup} --seconds {seconds}") with
        {
            WarmUp = 5,
            Columns =
            [
                Metrics.Posts, Metrics.ClientCpuPerPost, Metrics.CpuPerPost, Metrics.P50, Metrics.P99, Metrics.ClientMemory, Metrics.Memory,
            ],
            Note = "The client also reads the room, so it receives its own posts.",
        },
        Sdk("W15-replay", ".NET client: reading a million events from the beginning", "sdk-replay --events 1000000") with
        {
            SetUp = 12,
            Columns =
            [
                Metrics.EventsPerCore, Metrics.Events, Metrics.ClientCpuPerEvent, Metrics.CpuPerEvent, Metrics.ClientMemory, Metrics.Memory,
            ],
        },
        Sdk("W15-rooms", ".NET client: 1,000 rooms in one session", "sdk-rooms --rooms 1000 --messages 1000") with
        {
            SetUp = 4,
            Columns =
            [
                Metrics.JoinSeconds, Metrics.P50, Metrics.P99, Metrics.RoomsRatioP50, Metrics.RoomsRatioP99,
                Metrics.ClientMemory, Metrics.Memory,
            ],
            Note = "Latency of a single message in one of the rooms, until its sender reads it.",
        },
    ];

    private static Workload Sdk(string name, string title, string load) => new()
    {
        Name = name,
        Title = title,
        Load = load,
        UsesSdk = true,
        Requires = Ability.Sessions,
        Streams = 1,
        Contenders = [Catalog.Subject],
        Columns = [],
    };
}
