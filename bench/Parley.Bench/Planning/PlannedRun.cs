using Parley.Bench.Catalogue;

namespace Parley.Bench.Planning;

/// <summary>One server under one load, once.</summary>
/// <param name="Workload">The load.</param>
/// <param name="Contender">The server.</param>
/// <param name="Round">From 1.</param>
/// <param name="Rounds">How many this server has under this load.</param>
internal sealed record PlannedRun(Workload Workload, Contender Contender, int Round, int Rounds)
{
    /// <summary>Starting and ending a server and the load generator.</summary>
    public const double OverheadSeconds = 1.2;

    /// <summary>How long it takes if all goes well.</summary>
    public double EstimatedSeconds => OverheadSeconds + Workload.LoadSeconds;

    public override string ToString() => $"{Workload.Name} {Contender.Name} {Round}/{Rounds}";
}
