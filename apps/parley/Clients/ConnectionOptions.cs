using Parley.Protocol;

namespace Parley.Command.Clients;

/// <summary>How a command connects: which user, in which room, on which server.</summary>
internal sealed record ConnectionOptions
{
    /// <summary>The server; <c>http</c> is cleartext HTTP/2, <c>https</c> is TLS.</summary>
    public required Uri Server { get; init; }

    /// <summary>The room. Default the lobby.</summary>
    public string Room { get; init; } = RoomName.Default;

    /// <summary>The name in the room. Empty for a command that joins no room.</summary>
    public string User { get; init; } = "";

    /// <summary>The time limit for the first connection. Default 10 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long to wait for the server after the connection to it was lost. Default 4 s.</summary>
    public TimeSpan ReconnectTimeout { get; init; } = TimeSpan.FromSeconds(4);
}
