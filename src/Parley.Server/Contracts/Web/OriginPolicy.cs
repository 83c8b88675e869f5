using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Parley.Server.Contracts.Web;

/// <summary>
/// Decides which pages may use the server. A browser sends the origin of the page with a request, whatever the page wants. Without this
/// policy, any page that a user visits could talk to a server on the user's machine.
/// </summary>
internal sealed class OriginPolicy(IOptions<WebOptions> options)
{
    private const string AnyOrigin = "*";

    private readonly HashSet<string> _allowed = [.. (options.Value.AllowedOrigins ?? []).Select(Normalize)];

    /// <summary>Checks an origin as a setting names it.</summary>
    /// <returns>What is wrong with it; <c>null</c> if it is valid.</returns>
    public static string? Validate(string origin) => origin == AnyOrigin || Parse(origin) is not null
        ? null
        : $"'{origin}' is not an origin. Write it like https://chat.example.com, without a path, or * for every page.";

    /// <summary>Checks the origin of a request.</summary>
    /// <returns>Why the request is refused; <c>null</c> if it is allowed. A request without an origin does not come from a page.</returns>
    public string? Refuse(HttpContext http)
    {
        string? origin = http.Request.Headers.Origin;
        return origin is null || _allowed.Contains(AnyOrigin) || (Parse(origin) is { } page && IsAllowed(page, http))
            ? null
            : $"Pages of '{origin}' may not use this server. To allow them, start it with --allowed-origin {origin}.";
    }

    private static string Normalize(string origin) =>
        origin == AnyOrigin ? origin : Parse(origin)!.GetLeftPart(UriPartial.Authority);

    private static Uri? Parse(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && uri is { Scheme: "http" or "https", PathAndQuery: "/", UserInfo: "", Fragment: "" }
        && !origin.EndsWith('/')
            ? uri
            : null;

    private bool IsAllowed(Uri page, HttpContext http) =>
        _allowed.Contains(page.GetLeftPart(UriPartial.Authority)) || (IsSameHost(page, http.Request) && IsNameOfThisMachine(page, http));

    private static bool IsSameHost(Uri page, HttpRequest request) =>
        page.Scheme == request.Scheme
        && Uri.TryCreate($"{request.Scheme}://{request.Host}", UriKind.Absolute, out var served)
        && page.Authority.Equals(served.Authority, StringComparison.OrdinalIgnoreCase);

    // The owner of any name can let it resolve to 127.0.0.1, and serve a page under that name.
    private static bool IsNameOfThisMachine(Uri page, HttpContext http) =>
        http.Connection.LocalIpAddress is not { } address || !IPAddress.IsLoopback(address)
        || page.IsLoopback || page.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
}
