namespace Parley.Bench.Measuring;

/// <summary>The result of one run.</summary>
internal sealed record RunResult
{
    public required string Workload { get; init; }

    public required string Contender { get; init; }

    public required int Round { get; init; }

    public required Outcome Outcome { get; init; }

    /// <summary>Why the run does not count; null if it counts.</summary>
    public string? Reason { get; init; }

    /// <summary>The duration, including the time to start and to end everything.</summary>
    public TimeSpan Taken { get; init; }

    /// <summary>The figures, by the load generator's names.</summary>
    public IReadOnlyDictionary<string, double> Figures { get; init; } = new Dictionary<string, double>();
}
