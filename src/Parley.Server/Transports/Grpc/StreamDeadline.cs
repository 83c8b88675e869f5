using System.Globalization;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Parley.Server.Transports.Grpc;

/// <summary>
/// The deadline that a client gives a stream, in the header <c>grpc-timeout</c>. The stream's own reader and writer observe it: grpc-dotnet
/// would complete the response while the writer is writing.
/// </summary>
internal sealed class StreamDeadline : IDisposable
{
    private const string Header = "grpc-timeout";

    private readonly CancellationTokenSource _passedOrGone;
    private readonly CancellationToken _gone;

    private StreamDeadline(HttpContext http, TimeSpan timeout)
    {
        _gone = http.RequestAborted;
        _passedOrGone = CancellationTokenSource.CreateLinkedTokenSource(_gone);
        _passedOrGone.CancelAfter(timeout);
    }

    /// <summary>Fires when the deadline has passed or the client is gone.</summary>
    public CancellationToken PassedOrGone => _passedOrGone.Token;

    /// <summary>True if the deadline has passed while the client was there.</summary>
    public bool HasPassed => _passedOrGone.IsCancellationRequested && !_gone.IsCancellationRequested;

    /// <summary>Takes the deadlines of a service's streams out of grpc-dotnet's hands.</summary>
    public static void Observe(EndpointBuilder endpoint)
    {
        var isStream = endpoint.Metadata.OfType<GrpcMethodMetadata>().Any(method => method.Method.Type == MethodType.DuplexStreaming);
        if (isStream && endpoint.RequestDelegate is { } call)
        {
            endpoint.RequestDelegate = http => TryParse(http.Request.Headers[Header], out var timeout)
                ? CallAsync(call, http, timeout)
                : call(http);
        }
    }

    /// <summary>The deadline of a request; <c>null</c> if it has none.</summary>
    public static StreamDeadline? Find(HttpContext http) => http.Features.Get<StreamDeadline>();

    /// <summary>Reads a timeout as <see href="https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md"/> has it: digits and a
    /// unit.</summary>
    /// <returns>False if it is malformed, missing, or too long to matter.</returns>
    public static bool TryParse(string? value, out TimeSpan timeout)
    {
        timeout = default;
        if (value is not { Length: >= 2 and <= 9 }
            || !int.TryParse(value.AsSpan(0, value.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var amount))
        {
            return false;
        }

        var milliseconds = value[^1] switch
        {
            'H' => amount * 3_600_000L,
            'M' => amount * 60_000L,
            'S' => amount * 1_000L,
            'm' => amount,
            'u' => (amount + 999L) / 1_000,
            'n' => (amount + 999_999L) / 1_000_000,
            _ => long.MaxValue,
        };
        timeout = TimeSpan.FromMilliseconds(Math.Min(milliseconds, int.MaxValue));
        return milliseconds < int.MaxValue;
    }

    public void Dispose() => _passedOrGone.Dispose();

    private static async Task CallAsync(RequestDelegate call, HttpContext http, TimeSpan timeout)
    {
        using var deadline = new StreamDeadline(http, timeout);
        http.Features.Set(deadline);
        http.Request.Headers.Remove(Header);
        await call(http);
    }
}
