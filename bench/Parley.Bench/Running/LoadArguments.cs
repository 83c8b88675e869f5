using System.Globalization;
using Parley.Bench.Catalogue;

namespace Parley.Bench.Running;

/// <summary>What the load generator is told.</summary>
internal static class LoadArguments
{
    /// <param name="workload">The load.</param>
    /// <param name="protocol">What the server speaks; null where that is not for the load to choose.</param>
    /// <param name="port">Where it listens.</param>
    /// <param name="process">Its process.</param>
    /// <param name="rate">Messages per second, where the load depends on the server.</param>
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
