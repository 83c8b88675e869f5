using System.ComponentModel.DataAnnotations;

namespace Parley.Server.Operations;

/// <summary>Limits and switches of a Parley server, section <c>Parley</c> of the configuration.</summary>
public sealed class ParleyOptions
{
    /// <summary>Connections accepted at once over all ports; further ones are closed. 1–1,000,000, default 20,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; set; } = 20_000;

    /// <summary>Streams on one connection; a client waits before it opens more. 1–100,000, default 1,000.</summary>
    [Range(1, 100_000)]
    public int MaxStreamsPerConnection { get; set; } = 1_000;

    /// <summary>Seconds without a word from a client before it is pinged over HTTP/2. 1–3,600, default 30.</summary>
    [Range(1, 3_600)]
    public int PingAfterSeconds { get; set; } = 30;

    /// <summary>Seconds a pinged client has to answer before its connection is closed. 1–3,600, default 20.</summary>
    [Range(1, 3_600)]
    public int PingTimeoutSeconds { get; set; } = 20;

    /// <summary>
    /// Milliseconds that streams have at shutdown to deliver what was accepted; what is not read by then is cut off.
    /// 0–60,000, default 2,000.
    /// </summary>
    [Range(0, 60_000)]
    public int DrainMilliseconds { get; set; } = 2_000;

    /// <summary>Whether gRPC server reflection describes the services to anybody. Default: on, but off in Production.</summary>
    public bool? Reflection { get; set; }

    /// <summary>The gRPC address that the start page tells people to connect to. Default: where the server listens.</summary>
    public string? GrpcAddress { get; set; }
}
