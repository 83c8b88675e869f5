namespace Parley.Load.Measuring;

/// <summary>CPU usage of server, generator and machine during a measurement. A share of 1 is one processor.</summary>
internal sealed record Usage
{
    public required TimeSpan Elapsed { get; init; }

    public required TimeSpan ServerCpu { get; init; }

    public required double ServerCpuShare { get; init; }

    public required double LoadCpuShare { get; init; }

    /// <summary>The share of time the generator's thread used CPU, or did not wait in epoll; the larger of the two.</summary>
    public required double LoopBusyShare { get; init; }

    /// <summary>Idle processors.</summary>
    public required double IdleShare { get; init; }

    /// <summary>Processors used by neither server nor generator.</summary>
    public double OthersShare => Math.Max(0, Environment.ProcessorCount - IdleShare - ServerCpuShare - LoadCpuShare);
}
