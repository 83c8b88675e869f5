namespace Parley.Load.Measuring;

/// <summary>Latencies in microseconds that 50 %, 99 % and 99.9 % of messages do not exceed.</summary>
internal readonly record struct LatencySummary(long P50, long P99, long P999);
