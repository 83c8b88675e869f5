using System.Net;
using System.Net.Sockets;
using Parley.Server.Hosting.Settings;

namespace Parley.Server.Hosting;

/// <summary>The addresses that a value of <c>--bind</c> stands for.</summary>
/// <param name="Host">The host as clients write it.</param>
/// <param name="Addresses">The addresses to bind, IPv4 first.</param>
/// <param name="IsLoopback">True if only programs on this machine can connect.</param>
internal sealed record BindAddress(string Host, IReadOnlyList<IPAddress> Addresses, bool IsLoopback)
{
    /// <summary>Reads a value of <c>--bind</c>.</summary>
    /// <exception cref="StartupException">The value is not <c>localhost</c>, an IP address or <c>*</c>.</exception>
    public static BindAddress Parse(string value) => value.ToLowerInvariant() switch
    {
        "localhost" => new("localhost", [IPAddress.Loopback, IPAddress.IPv6Loopback], IsLoopback: true),
        "*" => new("localhost", [IPAddress.Any, IPAddress.IPv6Any], IsLoopback: false),
        _ when IPAddress.TryParse(value, out var address) => new(Format(address), [address], IPAddress.IsLoopback(address)),
        _ => throw new StartupException(
            $"'{value}' is not an address to listen on. Use --bind localhost, an IP address of this machine, or * for all.")
        {
            IsUsage = true,
        },
    };

    private static string Format(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();
}
