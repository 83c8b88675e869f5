using Parley.Bench.Catalogue;
using Parley.Bench.Catalogue.Figures;

namespace Parley.Bench.Measuring;

/// <summary>
/// What a server delivers at a p99 no higher than Parley's. A server can trade latency for deliveries, by batching or by queueing, so
/// deliveries are comparable only at equal latency.
/// </summary>
/// <param name="Contender">The server.</param>
/// <param name="Workload">Its fastest workload within the limit; null if there is none.</param>
/// <param name="Deliveries">Its deliveries there.</param>
/// <param name="P99">Its p99 there.</param>
internal sealed record EqualLatency(string Contender, string? Workload, Spread? Deliveries, Spread? P99)
{
    /// <summary>Compares workloads that differ only in their rate.</summary>
    /// <param name="results">What was measured.</param>
    /// <param name="contenders">The servers to compare.</param>
    /// <param name="full">The workload at full speed; Parley's p99 in it is the limit.</param>
    /// <param name="partial">The workloads with lower rates.</param>
    public static IReadOnlyList<EqualLatency> Of(
        Results results, IEnumerable<string> contenders, string full, IReadOnlyList<string> partial)
    {
        if (results.Cell(full, Catalog.Subject).Counted(Metrics.P99) is not { } limit)
        {
            return [];
        }

        return [.. contenders.Select(contender => Best(results, contender, limit.Median, [full, .. partial]))];
    }

    private static EqualLatency Best(Results results, string contender, double limit, IEnumerable<string> workloads)
    {
        var best = workloads.Select(workload => results.Cell(workload, contender))
            .Where(cell => cell.Counted(Metrics.P99) is { } p99 && p99.Median <= limit && cell.Counted(Metrics.Deliveries) is not null)
            .MaxBy(cell => cell.Counted(Metrics.Deliveries)!.Value.Median);
        return new(contender, best?.Workload, best?.Counted(Metrics.Deliveries), best?.Counted(Metrics.P99));
    }
}
