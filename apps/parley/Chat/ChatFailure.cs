using System.Security.Authentication;
using Grpc.Core;

namespace Parley.Command.Chat;

/// <summary>Says in one line what a failure means for a person.</summary>
internal static class ChatFailure
{
    /// <summary>The server did not answer.</summary>
    public static ChatEndedException Unreachable(Uri server, Exception exception) => exception is RpcException call && IsTold(call)
        ? Told(server, call)
        : new(
            $"cannot reach {Show(server)} ({WhyUnreachable(exception)}). Is the server running, and is the address right? See --server.",
            exception);

    /// <summary>The stream ended.</summary>
    public static ChatEndedException Ended(Uri server, RpcException exception) => IsTold(exception)
        ? Told(server, exception)
        : new($"lost the connection to {Show(server)} ({WhyLost(Root(exception))}). Join again when the server is back.", exception);

    private static ChatEndedException Told(Uri server, RpcException exception) => new(
        exception.StatusCode == StatusCode.Unimplemented
            ? $"{Show(server)} has no chat. Is this the port for gRPC? See --server."
            : $"the server ended the chat: {Clean(exception.Status.Detail is "" ? exception.StatusCode.ToString() : exception.Status.Detail)}.",
        exception);

    /// <summary>True if the server told it; false if this end noticed.</summary>
    private static bool IsTold(RpcException exception) => exception.Status.DebugException is null;

    private static string WhyUnreachable(Exception exception) => Root(exception) switch
    {
        AuthenticationException => "no TLS could be agreed on",
        HttpRequestException or HttpProtocolException or HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse } =>
            "it does not speak HTTP/2",
        var root => WhyLost(root),
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

    /// <summary>The server as a person would write it.</summary>
    public static string Show(Uri server) => server.GetLeftPart(UriPartial.Authority);

    private static string Clean(string text) => SafeText.Clean(text).Trim().TrimEnd('.');
}
