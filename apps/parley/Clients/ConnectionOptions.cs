using Parley.Protocol;

namespace Parley.Command.Clients;

/// <summary>Who joins which room on which server.</summary>
internal sealed record ConnectionOptions
{
    /// <summary>The server; <c>http</c> is cleartext HTTP/2, <c>https</c> is TLS.</summary>
    public required Uri Server { get; init; }

    /// <summary>The room. Default the lobby.</summary>
    public string Room { get; init; } = RoomName.Default;

    /// <summary>The name in the room. Empty for one that joins none.</summary>
    public string User { get; init; } = "";

    /// <summary>How long to try to reach the server. Default 10 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long to wait for a server that was reached and is away. Default 4 s.</summary>
    public TimeSpan AwayLimit { get; init; } = TimeSpan.FromSeconds(4);
}
