namespace Parley.Load.Workloads;

/// <summary>What one run measured.</summary>
internal sealed record FanOutResult
{
    public required double DeliveriesPerSecond { get; init; }

    public required double ServerCpuMicrosecondsPerDelivery { get; init; }

    public required double LoadCpuShare { get; init; }

    public required long P50Microseconds { get; init; }

    public required long P99Microseconds { get; init; }

    public required long P999Microseconds { get; init; }

    public required double ServerMebibytes { get; init; }

    /// <summary>Messages that were lost, doubled or out of order; a run with any is void.</summary>
    public required long Faults { get; init; }
}
