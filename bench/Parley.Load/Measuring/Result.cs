using System.Text.Json.Serialization;

namespace Parley.Load.Measuring;

/// <summary>The result of one run; the properties are the names in the JSON line.</summary>
internal sealed record Result
{
    public required string Workload { get; init; }

    public required string Protocol { get; init; }

    public double DeliveriesPerSecond { get; init; }

    public double ServerCpuMicrosecondsPerDelivery { get; init; }

    public long P50Microseconds { get; init; }

    public long P99Microseconds { get; init; }

    public long P999Microseconds { get; init; }

    public double ServerMebibytesBefore { get; init; }

    public double ServerMebibytesPeak { get; init; }

    public double LoadCpuShare { get; init; }

    public double ServerCpuShare { get; init; }

    /// <summary>Messages that were lost, duplicated or out of order, and streams that ended.</summary>
    public long Faults { get; init; }

    public bool Valid => InvalidReason is null;

    public string? InvalidReason { get; init; }

    /// <summary>Figures of this workload only.</summary>
    public SortedDictionary<string, double> Extra { get; init; } = [];

    /// <summary>0 measured, 1 faults or failed, 3 the generator was the limit.</summary>
    [JsonIgnore]
    public int ExitCode => Faults > 0 ? 1 : Valid ? 0 : 3;
}
