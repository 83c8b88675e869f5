namespace Parley.Load.Measuring;

/// <summary>Latencies in microseconds that half, 99 % and 99.9 % are at or below.</summary>
internal readonly record struct LatencySummary(long P50, long P99, long P999);
