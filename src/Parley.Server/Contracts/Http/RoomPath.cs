using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Parley.Protocol;
using Parley.Server.Refusals;

namespace Parley.Server.Contracts.Http;

/// <summary>The room that the path of a request names.</summary>
internal static class RoomPath
{
    /// <summary>The name of the segment in the patterns of the paths.</summary>
    public const string Segment = "room";

    private const string EncodedPercent = "%25";
    private const string EncodedSlash = "%2F";

    private const string NotEncodedOnce =
        "The room's name in the path is not percent-encoded as it should be. Encode it once, as UTF-8: # is %23 and / is %2F.";

    /// <summary>Reads the room's name.</summary>
    /// <exception cref="RefusedException">It is not a room's name.</exception>
    public static string Read(HttpContext http)
    {
        // The server decodes everything except a slash, which would otherwise look like the end of the segment. No name has a percent
        // sign: one that is left is either not an encoding at all, or was encoded twice. The latter shows only in what was sent.
        var name = (http.GetRouteValue(Segment) as string ?? "").Replace(EncodedSlash, "/", StringComparison.OrdinalIgnoreCase);
        var path = http.Features.Get<IHttpRequestFeature>()?.RawTarget.Split('?')[0] ?? "";
        if (name.Contains('%') || path.Contains(EncodedPercent, StringComparison.Ordinal))
        {
            throw new RefusedException(ParleyCode.Invalid, NotEncodedOnce);
        }

        return RoomName.Validate(name) is { } error ? throw new RefusedException(ParleyCode.Invalid, error) : name;
    }
}
