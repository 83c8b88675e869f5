namespace Parley.Bench.Planning;

/// <summary>What was asked for on the command line.</summary>
internal sealed record Selection
{
    /// <summary>A few minutes instead of the better part of an hour.</summary>
    public bool Quick { get; init; }

    /// <summary>Workloads by name or by the part of it before the first dash; all if empty.</summary>
    public IReadOnlyList<string> Workloads { get; init; } = [];

    /// <summary>Peers by name, each in every workload that it can run; those of the catalogue if empty.</summary>
    public IReadOnlyList<string> Peers { get; init; } = [];

    /// <summary>Rounds of every workload; those of the catalogue if null.</summary>
    public int? Rounds { get; init; }

    /// <summary>With the half-hour soak.</summary>
    public bool Soak { get; init; }
}
