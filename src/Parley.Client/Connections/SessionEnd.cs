using System.Net.Sockets;
using Grpc.Core;
using Parley.Protocol.V1;

namespace Parley.Client.Connections;

/// <summary>Why a session is over, and what to do then.</summary>
/// <param name="Code">Why, for programs.</param>
/// <param name="Reason">Why, for people.</param>
/// <param name="RetryAfter">When the server wants the client back.</param>
/// <param name="IsFinal">Coming back does not help.</param>
/// <param name="Cause">The exception behind it.</param>
internal sealed record SessionEnd(Code Code, string Reason, TimeSpan? RetryAfter = null, bool IsFinal = false, Exception? Cause = null)
{
    public static SessionEnd Ended { get; } = new(Code.Unavailable, "The server ended the session.");

    public static SessionEnd Silent { get; } = new(Code.TimedOut, "Nothing was heard from the server for two heartbeats.");

    public static SessionEnd NoWelcome { get; } = new(Code.Unavailable, "The server did not answer in time.");

    public static SessionEnd Closed { get; } = new(Code.Unavailable, "The client was closed.", IsFinal: true);

    /// <summary>Events would be missing or doubled: the session is not to be trusted, and another one begins where this one was right.</summary>
    public static SessionEnd Inconsistent(string room) => new(Code.Unavailable, $"The server sent events of {room} that do not follow the last one.");

    /// <summary>Obeys the codes that forbid to come back. Any other, also one from a newer server, is a reason to connect again.</summary>
    public static SessionEnd Of(GoAway goAway)
    {
        var isFinal = goAway.Code is Code.Invalid or Code.HelloExpected or Code.VersionUnsupported or Code.Malformed;
        return new(goAway.Code, goAway.Reason, Codes.ToRetryAfter(goAway.RetryAfterMs), isFinal);
    }

    /// <summary>The server refused the Hello.</summary>
    public static SessionEnd Of(Rejected rejected)
    {
        var retryAfter = Codes.ToRetryAfter(rejected.RetryAfterMs);
        return new(rejected.Code, rejected.Reason, retryAfter, IsFinal: retryAfter is null);
    }

    public static SessionEnd Of(RpcException exception) => exception.StatusCode.IsFinal()
        ? new(Code.Unspecified, Explain(exception), IsFinal: true, Cause: exception)
        : new(Code.Unavailable, Explain(exception), Cause: exception);

    public ParleyException ToException() => new(Code, Reason, RetryAfter, Cause);

    /// <summary>What the server said; where it said nothing, what happened, without the names of the layers it came through.</summary>
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
