using System.Net.Sockets;
using System.Security.Authentication;
using Grpc.Core;
using Parley.Protocol;

namespace Parley.Command.Clients;

/// <summary>Explains a failed call in a few words.</summary>
internal static class ServerFailure
{
    private const string Localhost = "localhost";

    /// <summary>The server did not answer.</summary>
    public static string Unreachable(Uri server, Exception exception)
    {
        var (reason, advice) = WhyUnreachable(server, Root(exception));
        return $"cannot reach {Show(server)} ({reason}). {advice}";
    }

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

    private static (string Reason, string Advice) WhyUnreachable(Uri server, Exception root)
    {
        const string Advice = "Is the server running, and is the address right? See --server.";
        var isTls = server.Scheme == Uri.UriSchemeHttps;
        return root switch
        {
            CertificateException refused => ($"its certificate {Clean(refused.Message)}", refused.Advice),
            AuthenticationException { InnerException: null } =>
                ("the TLS handshake failed", $"If the server has no TLS, use http://{server.Authority}. See --server."),
            AuthenticationException => ("the TLS handshake failed", "Does the server speak TLS 1.2 or later? See --server."),
            HttpRequestException or HttpProtocolException or HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse } =>
                ("it does not speak HTTP/2", isTls ? Advice : $"{Advice} If the server has TLS, use https://{server.Authority}."),
            HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } when !isTls =>
                (WhyLost(root), $"{Advice} If the server has TLS, use https://{server.Authority}."),
            SocketException { SocketErrorCode: SocketError.HostNotFound } when server.Host == Localhost => (
                "the name cannot be resolved",
                $"Use 127.0.0.1 or [::1] instead, or add {Localhost} to /etc/hosts. See --server."),
            _ => (WhyLost(root), Advice),
        };
    }

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
