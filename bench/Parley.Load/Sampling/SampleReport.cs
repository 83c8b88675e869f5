using Parley.Load.Measuring;

namespace Parley.Load.Sampling;

/// <summary>What readers with the official client saw.</summary>
internal sealed record SampleReport
{
    public required LatencySummary Latencies { get; init; }

    /// <summary>Messages verified while the workload was measured.</summary>
    public required long Verified { get; init; }

    public required long Faults { get; init; }

    /// <summary>CPU time the clients used while the workload was measured.</summary>
    public required TimeSpan Cpu { get; init; }
}
