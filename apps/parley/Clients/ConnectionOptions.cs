namespace Parley.Command.Chat;

/// <summary>Who joins which room on which server.</summary>
internal sealed record ConnectionOptions
{
    /// <summary>The server; <c>http</c> is cleartext HTTP/2, <c>https</c> is TLS.</summary>
    public required Uri Server { get; init; }

    /// <summary>The room to join.</summary>
    public required string Room { get; init; }

    /// <summary>The name to send under. Empty for one that only reads.</summary>
    public string User { get; init; } = "";

    /// <summary>How many of the last messages come before the new ones; all of them if the room has fewer. Default 0.</summary>
    public long History { get; init; }

    /// <summary>How long to try to reach the server. Default 4 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(4);
}
