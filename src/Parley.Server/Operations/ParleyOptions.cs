using System.ComponentModel.DataAnnotations;

namespace Parley.Server.Operations;

/// <summary>Limits and switches of a Parley server, section <c>Parley</c> of the configuration.</summary>
public sealed class ParleyOptions
{
    /// <summary>Connections open at once on all ports together. 1–1,000,000, default 20,000. The server closes further ones.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; set; } = 20_000;

    /// <summary>Streams open at once on one connection. 1–100,000, default 1,000. At the limit a client waits until one ends.</summary>
    [Range(1, 100_000)]
    public int MaxStreamsPerConnection { get; set; } = 1_000;

    /// <summary>Seconds of silence on a connection after which the server pings it over HTTP/2. 1–3,600, default 30.</summary>
    [Range(1, 3_600)]
    public int PingAfterSeconds { get; set; } = 30;

    /// <summary>
    /// Seconds that a client has to answer an HTTP/2 ping. 1–3,600, default 20. Without an answer by then, the server closes the
    /// connection.
    /// </summary>
    [Range(1, 3_600)]
    public int PingTimeoutSeconds { get; set; } = 20;

    /// <summary>
    /// Milliseconds that streams have at shutdown to deliver what was accepted. 0–60,000, default 2,000. Streams that need longer are cut
    /// off, with their connection.
    /// </summary>
    [Range(0, 60_000)]
    public int DrainMilliseconds { get; set; } = 2_000;

    /// <summary>
    /// Whether gRPC server reflection describes the services to every client. Default: on in a standalone server that listens on loopback
    /// only; in another application, off in Production and otherwise on.
    /// </summary>
    public bool? Reflection { get; set; }

    /// <summary>
    /// The gRPC address that the start page shows for connecting. Default: where a standalone server listens, otherwise
    /// <c>http://localhost:50051</c>.
    /// </summary>
    public string? GrpcAddress { get; set; }
}
