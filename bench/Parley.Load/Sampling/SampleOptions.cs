using System.Net;
using Parley.Load.Sockets.Tls;

namespace Parley.Load.Sampling;

/// <summary>The options of the sampling process.</summary>
internal sealed record SampleOptions
{
    public required IPEndPoint Server { get; init; }

    /// <summary>The certificate to expect over TLS; null for cleartext.</summary>
    public TlsTrust? Tls { get; init; }

    public required int Readers { get; init; }

    public required string RoomName { get; init; }

    public required int Rooms { get; init; }

    public required int Senders { get; init; }
}
