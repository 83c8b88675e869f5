using Parley.Load.Measuring;

namespace Parley.Load.Workloads;

/// <summary>Builds the result of a workload.</summary>
internal sealed class Report(WorkloadOptions workload, Meter meter)
{
    private const double Mebibyte = 1024 * 1024;

    public required Usage Usage { get; init; }

    public required long Deliveries { get; set; }

    public LatencySummary Latencies { get; init; }

    /// <summary>See <see cref="GeneratorLimit.Reason"/>.</summary>
    public double PaceKept { get; init; } = 1;

    public SortedDictionary<string, double> Extra { get; } = [];

    public Result Result(long faults)
    {
        Extra["loopBusyShare"] = Usage.LoopBusyShare;
        Extra["machineIdleShare"] = Usage.IdleShare;
        Extra["othersCpuShare"] = Usage.OthersShare;
        return new()
        {
            Workload = workload.Workload,
            Protocol = workload.Protocol.Name,
            DeliveriesPerSecond = Deliveries / Usage.Elapsed.TotalSeconds,
            ServerCpuMicrosecondsPerDelivery = Deliveries == 0 ? 0 : Usage.ServerCpu.TotalMicroseconds / Deliveries,
            P50Microseconds = Latencies.P50,
            P99Microseconds = Latencies.P99,
            P999Microseconds = Latencies.P999,
            ServerMebibytesBefore = meter.BytesBefore / Mebibyte,
            ServerMebibytesPeak = meter.BytesPeak / Mebibyte,
            LoadCpuShare = Usage.LoadCpuShare,
            ServerCpuShare = Usage.ServerCpuShare,
            Faults = faults,
            InvalidReason = faults > 0 ? $"{faults} faults" : GeneratorLimit.Reason(Usage, PaceKept),
            Extra = Extra,
        };
    }
}
