using Parley.Bench.Catalogue.Figures;

namespace Parley.Bench.Catalogue.Targets;

/// <summary>A figure that Parley should reach in one of its contracts.</summary>
internal sealed record Target
{
    public required string Workload { get; init; }

    public required Metric Metric { get; init; }

    public required TargetKind Kind { get; init; }

    /// <summary>The peer or the other workload; null for <see cref="TargetKind.Value"/>.</summary>
    public string? Against { get; init; }

    /// <summary>The contender whose figure it is.</summary>
    public string Subject { get; init; } = Catalog.Subject;

    public required Bound Bound { get; init; }

    public required double Limit { get; init; }
}
