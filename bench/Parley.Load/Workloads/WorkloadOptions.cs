using System.Net;
using Parley.Load.Protocols;
using Parley.Load.Sockets.Tls;

namespace Parley.Load.Workloads;

/// <summary>What every workload is told.</summary>
internal sealed record WorkloadOptions
{
    public required string Workload { get; init; }

    public required IPEndPoint Server { get; init; }

    /// <summary>Process id of the server, whose CPU and memory are measured.</summary>
    public required int Process { get; init; }

    public required IProtocol Protocol { get; init; }

    /// <summary>Whom to speak TLS with; null for cleartext.</summary>
    public TlsTrust? Tls { get; init; }

    /// <summary>Seconds of load before measuring.</summary>
    public double WarmUp { get; init; } = 3;

    /// <summary>Seconds to measure.</summary>
    public double Seconds { get; init; } = 5;

    /// <summary>Seconds without any delivery after which what is missing at the end is lost.</summary>
    public double LongestSilence { get; init; } = 20;
}
