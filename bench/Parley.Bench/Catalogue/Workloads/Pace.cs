namespace Parley.Bench.Catalogue.Workloads;

/// <summary>A rate that is a share of what the same server delivered under another workload in the same session.</summary>
/// <param name="Workload">The other workload.</param>
/// <param name="Share">The share of its deliveries, 0–1.</param>
internal sealed record Pace(string Workload, double Share);
