namespace Parley.Command.Clients;

/// <summary>Where a server listens, as people write it: <c>http://host:port</c>, or <c>host</c> or <c>host:port</c> in cleartext.</summary>
internal static class ServerAddress
{
    /// <summary>Where a server listens that was started without options.</summary>
    public const string Default = "http://localhost:50051";

    private const int DefaultPort = 50051;

    /// <summary>Reads an address.</summary>
    /// <returns><c>null</c> if it makes no sense.</returns>
    public static Uri? Parse(string text)
    {
        var hasScheme = text.Contains("://", StringComparison.Ordinal);

        // A scheme that .NET does not know has no default port, so "no port" stays visible.
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
