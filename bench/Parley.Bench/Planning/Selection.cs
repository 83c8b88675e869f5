namespace Parley.Bench.Planning;

/// <summary>What the command line selects.</summary>
internal sealed record Selection
{
    /// <summary>A few workloads and peers in short rounds: minutes instead of the better part of an hour.</summary>
    public bool Quick { get; init; }

    /// <summary>Workloads by name, or by the part of the name before the first dash; all if empty.</summary>
    public IReadOnlyList<string> Workloads { get; init; } = [];

    /// <summary>Peers by name, each in every workload it can run; those of the catalogue if empty.</summary>
    public IReadOnlyList<string> Peers { get; init; } = [];

    /// <summary>Rounds of every workload, at least 1; those of the catalogue if null.</summary>
    public int? Rounds { get; init; }

    /// <summary>Includes the half hour under load.</summary>
    public bool Soak { get; init; }
}
