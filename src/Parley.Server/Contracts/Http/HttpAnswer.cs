using System.Globalization;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Parley.Rooms;
using Parley.Server.Refusals;

namespace Parley.Server.Contracts.Http;

/// <summary>Answers requests with JSON.</summary>
internal static class HttpAnswer
{
    private const string JsonType = "application/json";
    private const int MillisecondsPerSecond = 1_000;

    /// <summary>Answers with a message.</summary>
    public static async Task WriteAsync(HttpContext http, IMessage message)
    {
        http.Response.ContentType = JsonType;
        ContractJson.Write(message, http.Response.BodyWriter);
        await EndAsync(http);
    }

    /// <summary>Answers with a refusal.</summary>
    public static async Task RefuseAsync(HttpContext http, int status, Rejection rejection)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = JsonType;
        if (rejection.Code.RetryAfterMilliseconds() is var retryAfter and > 0)
        {
            http.Response.Headers.RetryAfter = (retryAfter / MillisecondsPerSecond).ToString(CultureInfo.InvariantCulture);
        }

        ContractJson.Write(rejection, http.Response.BodyWriter);
        await EndAsync(http);
    }

    // A terminal shows its prompt on the next line.
    private static async Task EndAsync(HttpContext http) => await http.Response.BodyWriter.WriteAsync("\n"u8.ToArray());
}
