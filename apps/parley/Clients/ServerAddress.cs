namespace Parley.Command.Clients;

/// <summary>A server's address as people write it: a URL, or <c>host</c> or <c>host:port</c> for cleartext.</summary>
internal static class ServerAddress
{
    /// <summary>The address of a server that was started without options.</summary>
    public const string Default = "http://localhost:50051";

    private const int DefaultPort = 50051;

    /// <summary>Parses an address.</summary>
    /// <returns><c>null</c> if it is invalid.</returns>
    public static Uri? Parse(string text)
    {
        var hasScheme = text.Contains("://", StringComparison.Ordinal);

        // .NET knows no default port for this scheme, so a missing port stays recognizable.
        if (!Uri.TryCreate(hasScheme ? text : $"parley://{text}", UriKind.Absolute, out var uri)
            || uri is not { PathAndQuery: "/" or "", Fragment: "", UserInfo: "", Host.Length: > 0 }
            || uri.Port == 0
            || text.AsSpan().ContainsAny(" \t\r\n"))
        {
            return null;
        }

        return uri.Scheme switch
        {
            "http" or "https" => uri,
            "parley" when !hasScheme => new UriBuilder("http", uri.Host, uri.Port < 0 ? DefaultPort : uri.Port).Uri,
            _ => null,
        };
    }
}
