namespace Parley.Load.Measuring;

/// <summary>What server, generator and machine did while something was measured. A share of 1 is one processor.</summary>
internal sealed record Usage
{
    public required TimeSpan Elapsed { get; init; }

    public required TimeSpan ServerCpu { get; init; }

    public required double ServerCpuShare { get; init; }

    public required double LoadCpuShare { get; init; }

    /// <summary>How much of the time the generator's thread computed, or did not wait for the server; the larger of the two.</summary>
    public required double LoopBusyShare { get; init; }

    /// <summary>Processors that nobody used.</summary>
    public required double IdleShare { get; init; }

    /// <summary>Processors that were used by neither server nor generator.</summary>
    public double OthersShare => Math.Max(0, Environment.ProcessorCount - IdleShare - ServerCpuShare - LoadCpuShare);
}
