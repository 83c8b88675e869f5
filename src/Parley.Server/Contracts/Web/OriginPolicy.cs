using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Parley.Server.Contracts.Web;

/// <summary>
/// Decides which pages may use the server. A browser sends the page's origin with the request, and the page cannot change it. Without this
/// policy, any page that a user visits could talk to a server on the user's machine or network.
/// </summary>
internal sealed class OriginPolicy(IOptions<WebOptions> options)
{
    private const string AnyOrigin = "*";
    private const string Localhost = "localhost";
    private const string FetchSite = "Sec-Fetch-Site";
    private const string FetchMode = "Sec-Fetch-Mode";

    // Compared as text: Uri treats some names as equal that are not, such as loopback and localhost.
    private readonly HashSet<string> _allowed =
        new((options.Value.AllowedOrigins ?? []).Select(Shorten), StringComparer.OrdinalIgnoreCase);

    private readonly HashSet<string> _hosts = new(
        (options.Value.AllowedOrigins ?? []).Where(IsOrigin).Select(origin => new Uri(origin).Host), StringComparer.OrdinalIgnoreCase);

    /// <summary>Checks an origin as a setting names it.</summary>
    /// <returns>What is wrong with it; <c>null</c> if it is valid.</returns>
    public static string? Validate(string origin) => origin == AnyOrigin || IsOrigin(origin)
        ? null
        : $"'{origin}' is not an origin. Write it as browsers send it, like https://chat.example.com, without a path, or * for every page.";

    /// <summary>Checks the origin of a request.</summary>
    /// <returns>
    /// Why the request is refused; <c>null</c> if it is allowed. A request without an origin does not come from a page, and is allowed.
    /// </returns>
    public string? Refuse(HttpContext http)
    {
        string? origin = http.Request.Headers.Origin;
        if (origin is null || _allowed.Contains(AnyOrigin) || _allowed.Contains(Shorten(origin)) || IsSame(origin, http.Request))
        {
            return null;
        }

        var advice = IsOrigin(origin) ? $" To allow them, start it with --allowed-origin {origin}." : "";
        return $"Pages from '{origin}' may not use this server.{advice}";
    }

    /// <summary>
    /// Checks the host of a request without an origin, such as one of a page for an answer of its own origin. Without TLS, that origin
    /// could be an attacker's.
    /// </summary>
    /// <returns>Why the request is refused; <c>null</c> if it is allowed.</returns>
    public string? RefuseHost(HttpContext http)
    {
        var request = http.Request;
        if (request.Headers.Origin.Count == 0 && IsForeign(request.Headers))
        {
            return "A page of another origin may not use this server without asking. Use fetch with the mode cors.";
        }

        var host = request.Host.Host;
        if (request.IsHttps || request.Headers.Origin.Count > 0 || IsNameOfThisMachine(host)
            || _allowed.Contains(AnyOrigin) || _hosts.Contains(host))
        {
            return null;
        }

        return IsOrigin($"http://{request.Host}")
            ? $"'{host}' is not known to be a name of this server. Use localhost or an IP address. " +
                $"To allow the name, start the server with --allowed-origin http://{request.Host}, or https://{host} behind a proxy."
            : "The request has no Host that could be a name of this server. Send one.";
    }

    /// <summary>True if a page of another origin made the request, for example as an image. To open a link is no such request.</summary>
    private static bool IsForeign(IHeaderDictionary headers) =>
        (headers[FetchSite] == "cross-site" || headers[FetchSite] == "same-site") && headers[FetchMode] != "navigate";

    private static bool IsOrigin(string text) =>
        text.All(char.IsAscii)
        && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri is { Scheme: "http" or "https", PathAndQuery: "/", UserInfo: "", Fragment: "" }
        && !text.EndsWith('/');

    /// <summary>Leaves out the port if it is the scheme's default, as browsers do.</summary>
    private static string Shorten(string origin)
    {
        var port = origin.StartsWith("https:", StringComparison.OrdinalIgnoreCase) ? ":443" : ":80";
        return origin.EndsWith(port, StringComparison.Ordinal) ? origin[..^port.Length] : origin;
    }

    private static bool IsSame(string origin, HttpRequest request) =>
        Shorten(origin).Equals(Shorten($"{request.Scheme}://{request.Host}"), StringComparison.OrdinalIgnoreCase)
        && (request.IsHttps || IsNameOfThisMachine(request.Host.Host));

    // DNS rebinding: an attacker can serve a page under a name of their own, then let the name resolve to this machine. A certificate
    // prevents that, and these names are not the attacker's.
    private static bool IsNameOfThisMachine(string host) =>
        host.Equals(Localhost, StringComparison.OrdinalIgnoreCase)
        || host.EndsWith($".{Localhost}", StringComparison.OrdinalIgnoreCase)
        || IPAddress.TryParse(host, out _)
        || host.Equals(Dns.GetHostName(), StringComparison.OrdinalIgnoreCase);
}
