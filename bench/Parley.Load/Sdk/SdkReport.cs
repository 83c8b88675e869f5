using Parley.Load.Measuring;
using Parley.Load.Workloads;

namespace Parley.Load.Sdk;

/// <summary>Builds the result of a workload of the .NET client.</summary>
internal static class SdkReport
{
    private const double Mebibyte = 1024 * 1024;

    /// <param name="workload">The workload.</param>
    /// <param name="meter">The stopped meter.</param>
    /// <param name="usage">What it measured.</param>
    /// <param name="faults">Events missing, duplicated, out of order or different from what was posted.</param>
    /// <param name="latencies">Latencies, if the workload has any.</param>
    public static Result Of(WorkloadOptions workload, SdkMeter meter, Usage usage, long faults, LatencySummary latencies = default) => new()
    {
        Workload = workload.Workload,
        Protocol = workload.Protocol.Name,
        P50Microseconds = latencies.P50,
        P99Microseconds = latencies.P99,
        P999Microseconds = latencies.P999,
        ServerMebibytesBefore = meter.ServerBytesBefore / Mebibyte,
        ServerMebibytesPeak = meter.ServerBytesPeak / Mebibyte,
        LoadCpuShare = usage.LoadCpuShare,
        ServerCpuShare = usage.ServerCpuShare,
        Faults = faults,
        InvalidReason = faults > 0 ? $"{faults} faults" : null,
        Extra = new()
        {
            ["clientMebibytesBefore"] = meter.ClientBytesBefore / Mebibyte,
            ["clientMebibytesPeak"] = meter.ClientBytesPeak / Mebibyte,
            ["machineIdleShare"] = usage.IdleShare,
            ["othersCpuShare"] = usage.OthersShare,
        },
    };
}
