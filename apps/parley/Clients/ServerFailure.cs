using System.Security.Authentication;
using Grpc.Core;
using Parley.Command.Output;

namespace Parley.Command.Clients;

/// <summary>Says in a few words what a failed call means for a person.</summary>
internal static class ServerFailure
{
    /// <summary>The server did not answer.</summary>
    public static string Unreachable(Uri server, Exception exception) =>
        $"cannot reach {Show(server)} ({WhyUnreachable(Root(exception))}). Is the server running, and is the address right? See --server.";

    /// <summary>The server answered before, and does not any more.</summary>
    public static string Lost(Uri server, Exception exception) => $"lost the connection to {Show(server)} ({WhyLost(Root(exception))}).";

    /// <summary>True if the server told it; false if this end noticed.</summary>
    public static bool IsTold(RpcException exception) => exception.Status.DebugException is null;

    /// <summary>What the server said, without a full stop.</summary>
    public static string Told(RpcException exception) =>
        Clean(exception.Status.Detail is "" ? exception.StatusCode.ToString() : exception.Status.Detail);

    /// <summary>The server as a person would write it.</summary>
    public static string Show(Uri server) => server.GetLeftPart(UriPartial.Authority);

    /// <summary>Words of somebody else in a sentence of ours: safe, and without a full stop.</summary>
    public static string Clean(string text) => SafeText.Clean(text).Trim().TrimEnd('.');

    private static string WhyUnreachable(Exception root) => root switch
    {
        AuthenticationException => "no TLS could be agreed on",
        HttpRequestException or HttpProtocolException or HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse } =>
            "it does not speak HTTP/2",
        _ => WhyLost(root),
    };

    private static string WhyLost(Exception root) => root switch
    {
        HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } => "it closed the connection",
        OperationCanceledException or TimeoutException => "no answer",
        _ => Clean(root.Message),
    };

    private static Exception Root(Exception exception)
    {
        var root = exception is RpcException { Status.DebugException: { } local } ? local : exception;
        while (root is not AuthenticationException && root.InnerException is { } inner)
        {
            root = inner;
        }

        return root;
    }
}
