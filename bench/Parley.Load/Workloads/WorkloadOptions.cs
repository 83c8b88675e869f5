using System.Net;
using Parley.Load.Protocols;
using Parley.Load.Sockets.Tls;

namespace Parley.Load.Workloads;

/// <summary>The options of every workload.</summary>
internal sealed record WorkloadOptions
{
    public required string Workload { get; init; }

    public required IPEndPoint Server { get; init; }

    /// <summary>The server's process id; its CPU and memory are measured.</summary>
    public required int Process { get; init; }

    public required IProtocol Protocol { get; init; }

    /// <summary>The certificate to expect over TLS; null for cleartext.</summary>
    public TlsTrust? Tls { get; init; }

    /// <summary>Seconds of load before measuring. Default 3.</summary>
    public double WarmUp { get; init; } = 3;

    /// <summary>Seconds to measure. Default 5.</summary>
    public double Seconds { get; init; } = 5;

    /// <summary>At the end, messages still missing after this many seconds without a delivery count as lost. Default 20.</summary>
    public double MaxSilenceSeconds { get; init; } = 20;
}
