using System.Net.Sockets;
using Grpc.Core;
using Parley.Client.Frames;
using Parley.Protocol;
using Parley.Protocol.V1;

namespace Parley.Client.Sessions;

/// <summary>Why a session ended, and what to do next.</summary>
/// <param name="Code">The reason, for programs.</param>
/// <param name="Reason">The reason, for people: a sentence.</param>
/// <param name="RetryAfter">How long the server asks the client to wait before it comes back.</param>
/// <param name="IsFinal">True if connecting again is useless.</param>
/// <param name="Cause">The underlying exception.</param>
internal sealed record SessionEnd(
    ParleyCode Code, string Reason, TimeSpan? RetryAfter = null, bool IsFinal = false, Exception? Cause = null)
{
    public static SessionEnd Ended { get; } = new(ParleyCode.Unavailable, "The server ended the session.");

    public static SessionEnd Silent { get; } = new(ParleyCode.TimedOut, "The server was silent for two heartbeats.");

    public static SessionEnd NoWelcome { get; } = new(ParleyCode.Unavailable, "The server did not answer in time.");

    public static SessionEnd Closed { get; } = new(ParleyCode.Unavailable, "The client was closed.", IsFinal: true);

    /// <summary>Events are missing or duplicated. The session cannot be trusted; the next one resumes at the last position where this one
    /// was still right.</summary>
    public static SessionEnd Inconsistent(string room) =>
        new(ParleyCode.Unavailable, $"The server sent events of {room} that do not follow the last one.");

    /// <summary>Some codes forbid reconnecting. Any other, even one from a newer server, is a reason to connect again.</summary>
    public static SessionEnd Of(GoAway goAway)
    {
        var code = ErrorMapper.ToCode(goAway.Code);
        var isFinal = code is ParleyCode.Invalid or ParleyCode.HelloExpected or ParleyCode.VersionUnsupported or ParleyCode.Malformed;
        return new(code, goAway.Reason, ErrorMapper.ToRetryAfter(goAway.RetryAfterMs), isFinal);
    }

    /// <summary>The server refused the Hello.</summary>
    public static SessionEnd Of(Rejected rejected)
    {
        var retryAfter = ErrorMapper.ToRetryAfter(rejected.RetryAfterMs);
        return new(ErrorMapper.ToCode(rejected.Code), rejected.Reason, retryAfter, IsFinal: retryAfter is null);
    }

    public static SessionEnd Of(RpcException exception) => IsFinalStatus(exception.StatusCode)
        ? new(ParleyCode.Unspecified, Explain(exception), IsFinal: true, Cause: exception)
        : new(ParleyCode.Unavailable, Explain(exception), Cause: exception);

    /// <summary>The client has a bug. A new session might not run into it.</summary>
    public static SessionEnd Bug(Exception exception) => new(ParleyCode.Unavailable, exception.Message, Cause: exception);

    public ParleyException ToException() => new(Code, Reason, RetryAfter, Cause);

    /// <summary>A server that returns one of these returns it to the next attempt, too.</summary>
    private static bool IsFinalStatus(StatusCode status) =>
        status is StatusCode.Unimplemented or StatusCode.Unauthenticated or StatusCode.PermissionDenied;

    /// <summary>The server's words; if there are none, what happened to the connection, without the layers in between.</summary>
    private static string Explain(RpcException exception)
    {
        var cause = exception.Status.DebugException;
        while (cause?.InnerException is { } inner and not SocketException)
        {
            cause = inner;
        }

        return cause?.Message ?? exception.Status.Detail;
    }
}
