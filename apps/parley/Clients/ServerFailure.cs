using System.Security.Authentication;
using Grpc.Core;
using Parley.Protocol;

namespace Parley.Command.Clients;

/// <summary>Explains a failed call in a few words.</summary>
internal static class ServerFailure
{
    /// <summary>The server did not answer.</summary>
    public static string Unreachable(Uri server, Exception exception) =>
        $"cannot reach {Show(server)} ({WhyUnreachable(Root(exception))}). Is the server running, and is the address right? See --server.";

    /// <summary>The server answered before and no longer does.</summary>
    public static string Lost(Uri server, Exception exception) => $"lost the connection to {Show(server)} ({WhyLost(Root(exception))}).";

    /// <summary>True if the server sent this status; false if it was created on this side.</summary>
    public static bool IsFromServer(RpcException exception) => exception.Status.DebugException is null;

    /// <summary>The server's own explanation, without a full stop.</summary>
    public static string Detail(RpcException exception) =>
        Clean(exception.Status.Detail is "" ? exception.StatusCode.ToString() : exception.Status.Detail);

    /// <summary>The server's address as a user would write it.</summary>
    public static string Show(Uri server) => server.GetLeftPart(UriPartial.Authority);

    /// <summary>Makes text from elsewhere fit into a sentence: safe for a terminal, and without a full stop.</summary>
    public static string Clean(string text) => SafeText.Clean(text).Trim().TrimEnd('.');

    private static string WhyUnreachable(Exception root) => root switch
    {
        AuthenticationException => "the TLS handshake failed",
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
