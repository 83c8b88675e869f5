using System.Net;
using System.Net.Sockets;
using Parley.Server.Hosting.Settings;

namespace Parley.Server.Hosting;

/// <summary>What <c>--bind</c> means.</summary>
/// <param name="Host">How a client writes the address.</param>
/// <param name="Addresses">The addresses to bind, IPv4 first.</param>
/// <param name="IsLoopback">True if only programs on this machine can connect.</param>
internal sealed record BindAddress(string Host, IReadOnlyList<IPAddress> Addresses, bool IsLoopback)
{
    /// <summary>Reads a value of <c>--bind</c>.</summary>
    /// <exception cref="StartupException">It is none of <c>localhost</c>, an IP address, <c>*</c>.</exception>
    public static BindAddress Parse(string value) => value.ToLowerInvariant() switch
    {
        "localhost" => new("localhost", [IPAddress.Loopback, IPAddress.IPv6Loopback], IsLoopback: true),
        "*" => new("localhost", [IPAddress.Any, IPAddress.IPv6Any], IsLoopback: false),
        _ when IPAddress.TryParse(value, out var address) => new(Write(address), [address], IPAddress.IsLoopback(address)),
        _ => throw new StartupException(
            $"'{value}' is not an address to listen on. Use --bind localhost, an IP address of this machine, or * for all."),
    };

    private static string Write(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();
}
