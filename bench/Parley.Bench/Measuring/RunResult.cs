namespace Parley.Bench.Measuring;

/// <summary>What one run yielded.</summary>
internal sealed record RunResult
{
    public required string Workload { get; init; }

    public required string Contender { get; init; }

    public required int Round { get; init; }

    public required Outcome Outcome { get; init; }

    /// <summary>Why it was not measured; null if it was.</summary>
    public string? Reason { get; init; }

    /// <summary>How long it took, with starting and ending everything.</summary>
    public TimeSpan Taken { get; init; }

    /// <summary>Figures by the load generator's names.</summary>
    public IReadOnlyDictionary<string, double> Figures { get; init; } = new Dictionary<string, double>();
}
