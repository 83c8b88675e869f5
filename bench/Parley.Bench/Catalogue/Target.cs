namespace Parley.Bench.Catalogue;

/// <summary>A figure that Parley, in one of its contracts, is meant to reach.</summary>
internal sealed record Target
{
    public required string Workload { get; init; }

    public required Metric Metric { get; init; }

    public required TargetKind Kind { get; init; }

    /// <summary>The peer or the other workload; null for <see cref="TargetKind.Value"/>.</summary>
    public string? Against { get; init; }

    /// <summary>Whose figure it is.</summary>
    public string Subject { get; init; } = Catalog.Subject;

    public required Bound Bound { get; init; }

    public required double Limit { get; init; }
}
