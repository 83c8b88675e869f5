using System.Net;
using Parley.Load.Sockets.Tls;

namespace Parley.Load.Sampling;

/// <summary>Who samples what.</summary>
internal sealed record SampleOptions
{
    public required IPEndPoint Server { get; init; }

    /// <summary>Whom to speak TLS with; null for cleartext.</summary>
    public TlsTrust? Tls { get; init; }

    public required int Readers { get; init; }

    public required string RoomName { get; init; }

    public required int Rooms { get; init; }

    public required int Senders { get; init; }
}
