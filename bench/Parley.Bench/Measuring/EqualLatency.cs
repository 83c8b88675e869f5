using Parley.Bench.Catalogue;

namespace Parley.Bench.Measuring;

/// <summary>
/// How much a server delivers without being later than Parley is: a server can buy deliveries with waiting, by batching or by queueing,
/// and only at equal lateness does more mean better.
/// </summary>
/// <param name="Contender">The server.</param>
/// <param name="Workload">The fastest of its workloads that is not later; null if each is.</param>
/// <param name="Deliveries">What it delivered there.</param>
/// <param name="P99">How late it was there.</param>
internal sealed record EqualLatency(string Contender, string? Workload, Spread? Deliveries, Spread? P99)
{
    /// <summary>Looks through workloads that differ only in how much the server is given to do.</summary>
    /// <param name="results">What was measured.</param>
    /// <param name="contenders">Whom to look at.</param>
    /// <param name="full">The workload in which every server does all it can; Parley's p99 there is the limit.</param>
    /// <param name="partial">The workloads that give it less to do.</param>
    public static IReadOnlyList<EqualLatency> Of(Results results, IEnumerable<string> contenders, string full, IReadOnlyList<string> partial)
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
