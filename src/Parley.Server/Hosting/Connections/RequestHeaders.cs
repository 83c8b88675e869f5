using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Parley.Protocol;
using Parley.Server.Contracts.Http;

namespace Parley.Server.Hosting.Connections;

/// <summary>
/// Drops long headers that nobody reads at the start of a request. Otherwise a stream would hold them for as long as it is open, and a
/// client can make a thousand streams with a few bytes each, because HTTP/2 lets it refer to headers that it has sent before.
/// </summary>
internal static class RequestHeaders
{
    /// <summary>The most bytes of headers in one request. A client that sends more loses its connection.</summary>
    public const int MaxBytes = 8_192;

    // Headers that are shorter, all together, are not worth the work.
    private const int MaxHeldCharacters = 1_024;

    private static readonly HashSet<string> Read = new(StringComparer.OrdinalIgnoreCase)
    {
        "host", "content-type", "content-encoding", "origin", "last-event-id", "sec-websocket-protocol", "sec-websocket-version",
        "grpc-encoding", "grpc-accept-encoding", "grpc-timeout", ChatMetadata.Room,
        ChatMetadata.History,
    };

    /// <summary>Drops them from every request over HTTP/2.</summary>
    public static void UseShortHeaders(this IApplicationBuilder app) => app.Use(next => http =>
    {
        if (HttpProtocol.IsHttp2(http.Request.Protocol))
        {
            Shorten(http);
        }

        return next(http);
    });

    private static void Shorten(HttpContext http)
    {
        var headers = http.Request.Headers;
        var held = http.Request.QueryString.Value?.Length ?? 0;
        foreach (var (name, values) in headers)
        {
            held += name.Length + Length(values);
        }

        if (held <= MaxHeldCharacters)
        {
            return;
        }

        foreach (var name in headers.Keys.ToList())
        {
            if (!Read.Contains(name))
            {
                headers.Remove(name);
            }
            else if (Length(headers[name]) > MaxHeldCharacters)
            {
                // Too long to be valid, and still so after this. Without it, the request would mean something else.
                headers[name] = headers[name].ToString()[..MaxHeldCharacters];
            }
        }

        // The paths of the room contract limit their queries themselves.
        if (!http.Request.Path.StartsWithSegments(HttpRoutes.Rooms))
        {
            var request = http.Features.GetRequiredFeature<IHttpRequestFeature>();
            (request.QueryString, request.RawTarget) = ("", request.Path);
        }
    }

    private static int Length(StringValues values)
    {
        var length = 0;
        foreach (var value in values)
        {
            length += value?.Length ?? 0;
        }

        return length;
    }
}
