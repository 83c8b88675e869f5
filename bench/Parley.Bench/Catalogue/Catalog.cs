using System.Globalization;
using Parley.Bench.Catalogue.Contenders;
using Parley.Bench.Catalogue.Targets;
using Parley.Bench.Catalogue.Workloads;

namespace Parley.Bench.Catalogue;

/// <summary>Everything that can be measured, and the targets. Data only: a new peer or workload is an entry here.</summary>
internal sealed record Catalog(IReadOnlyList<Contender> Contenders, IReadOnlyList<Workload> Workloads, IReadOnlyList<Target> Targets)
{
    /// <summary>The server that all others are compared with, in its Chat contract.</summary>
    public const string Subject = "parley";

    /// <summary>The same server in its Room contract.</summary>
    public const string SubjectRoomContract = "parley-sessions";

    /// <summary>The same server in its Room contract over WebSockets.</summary>
    public const string SubjectWebSocket = "parley-websocket";

    /// <summary>What this repository measures.</summary>
    public static Catalog Default { get; } = new(
        [.. GrpcContenders.All, .. DotnetContenders.All, .. BrokerContenders.All],
        [.. AllWorkloads.OrderBy(workload => Number(workload.Name))],
        ParleyTargets.All);

    private static IEnumerable<Workload> AllWorkloads =>
    [
        .. FanOutWorkloads.All,
        .. LatencyWorkloads.All,
        .. RoomWorkloads.All,
        .. PostWorkloads.All,
        .. CapacityWorkloads.All,
        .. SdkWorkloads.All,
    ];

    /// <summary>The number in a name: 12 for <c>W12-32</c>.</summary>
    private static int Number(string name) => int.Parse(name.Split('-')[0].AsSpan(1), CultureInfo.InvariantCulture);

    public Contender Contender(string name) => Contenders.First(contender => contender.Name == name);

    public Workload Workload(string name) => Workloads.First(workload => workload.Name == name);
}
