namespace Parley.Bench.Catalogue;

/// <summary>A load at fixed times: a share of what the same server did, in the same session, under another workload.</summary>
/// <param name="Workload">Whose deliveries are the measure.</param>
/// <param name="Share">Which part of them, 0–1.</param>
internal sealed record Pace(string Workload, double Share);
