using Parley.Load.Measuring;

namespace Parley.Load.Sampling;

/// <summary>What the readers with the official client measured.</summary>
internal sealed record SampleReport
{
    public required LatencySummary Latencies { get; init; }

    /// <summary>Messages verified during the measurement.</summary>
    public required long Verified { get; init; }

    public required long Faults { get; init; }

    /// <summary>CPU time of the clients during the measurement.</summary>
    public required TimeSpan Cpu { get; init; }
}
