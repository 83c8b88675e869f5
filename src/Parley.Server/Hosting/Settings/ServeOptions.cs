using System.ComponentModel.DataAnnotations;

namespace Parley.Server.Hosting.Settings;

/// <summary>Where a standalone server listens and keeps its data, section <c>Parley</c> of the configuration.</summary>
public sealed class ServeOptions
{
    /// <summary>
    /// The address to listen on: <c>localhost</c> (IPv4 and IPv6 loopback), an IP address of this machine, or <c>*</c> for all. Default
    /// <c>localhost</c>.
    /// </summary>
    [Required]
    public string Bind { get; set; } = "localhost";

    /// <summary>Port for gRPC over HTTP/2. 0–65,535, default 50,051; 0 picks a free one.</summary>
    [Range(0, 65_535)]
    public int GrpcPort { get; set; } = 50_051;

    /// <summary>Port for the start page and <c>/healthz</c> over HTTP/1.1. 0–65,535, default 8,080; 0 picks a free one.</summary>
    [Range(0, 65_535)]
    public int WebPort { get; set; } = 8_080;

    /// <summary>
    /// Directory of the log, created if it is missing. With <c>:memory:</c> nothing survives a restart. Default <c>./parley-data</c>.
    /// </summary>
    [Required]
    public string Data { get; set; } = "parley-data";

    /// <summary>
    /// PEM file with the server's certificate, followed by any intermediate certificates. With it and <see cref="TlsKey"/> both ports speak
    /// TLS. Default: none, and both speak cleartext.
    /// </summary>
    public string? TlsCertificate { get; set; }

    /// <summary>PEM file with the private key of <see cref="TlsCertificate"/>, not encrypted. Default: none.</summary>
    public string? TlsKey { get; set; }
}
