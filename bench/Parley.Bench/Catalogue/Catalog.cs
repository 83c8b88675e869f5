using System.Globalization;

namespace Parley.Bench.Catalogue;

/// <summary>Everything that can be measured and what is hoped for. Data only: a new peer or workload is an entry here.</summary>
internal sealed record Catalog(IReadOnlyList<Contender> Contenders, IReadOnlyList<Workload> Workloads, IReadOnlyList<Target> Targets)
{
    /// <summary>The server everything is compared with.</summary>
    public const string Subject = "parley";

    /// <summary>The same server in its session contract.</summary>
    public const string SubjectSessions = "parley-sessions";

    /// <summary>What this repository measures.</summary>
    public static Catalog Default { get; } = new(
        [.. GrpcContenders.All, .. DotnetContenders.All, .. BrokerContenders.All],
        [.. new[] { FanOutWorkloads.All, LatencyWorkloads.All, RoomWorkloads.All, PostWorkloads.All, CapacityWorkloads.All, SdkWorkloads.All }
            .SelectMany(workloads => workloads).OrderBy(workload => Number(workload.Name))],
        FiguresToReach.All);

    /// <summary>12 of <c>W12-32</c>.</summary>
    private static int Number(string name) => int.Parse(name.AsSpan(1, name.AsSpan().IndexOf('-') is > 0 and var dash ? dash - 1 : name.Length - 1), CultureInfo.InvariantCulture);

    public Contender Contender(string name) => Contenders.First(contender => contender.Name == name);

    public Workload Workload(string name) => Workloads.First(workload => workload.Name == name);
}
