using Parley.Bench.Catalogue.Contenders;
using Parley.Bench.Catalogue.Workloads;

namespace Parley.Bench.Planning;

/// <summary>One server under one load, once.</summary>
/// <param name="Workload">The load.</param>
/// <param name="Contender">The server.</param>
/// <param name="Round">From 1.</param>
/// <param name="Rounds">The number of rounds of this server under this load.</param>
internal sealed record PlannedRun(Workload Workload, Contender Contender, int Round, int Rounds)
{
    /// <summary>The time to start and to end a server and the load generator.</summary>
    public const double OverheadSeconds = 1.2;

    /// <summary>The expected duration.</summary>
    public double EstimatedSeconds => OverheadSeconds + Workload.LoadSeconds;

    public override string ToString() => $"{Workload.Name} {Contender.Name} {Round}/{Rounds}";
}
