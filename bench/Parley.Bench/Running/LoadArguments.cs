using System.Globalization;
using Parley.Bench.Catalogue.Contenders;
using Parley.Bench.Catalogue.Workloads;

namespace Parley.Bench.Running;

/// <summary>The arguments of the load generator.</summary>
internal static class LoadArguments
{
    /// <param name="workload">The load.</param>
    /// <param name="protocol">The protocol to speak; null for loads that have no choice.</param>
    /// <param name="port">The server's port.</param>
    /// <param name="process">The server's process id.</param>
    /// <param name="rate">Messages per second, if the load depends on the server; otherwise null.</param>
    /// <param name="tls">The server's certificate; null for cleartext.</param>
    public static IReadOnlyList<string> Of(Workload workload, string? protocol, int port, int process, long? rate, TlsFiles? tls = null)
    {
        var load = workload.LoadText.Replace("{rate}", rate?.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal).Split(' ');
        return
        [
            load[0],
            "--server", $"127.0.0.1:{Text(port)}",
            "--process", Text(process),
            .. protocol is null ? Array.Empty<string>() : ["--protocol", protocol],
            .. tls is null ? Array.Empty<string>() : ["--tls", tls.Certificate],
            .. load[1..],
            "--json",
        ];
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
