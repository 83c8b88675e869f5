using Parley.Protocol;

namespace Parley.Client;

/// <summary>The server refused something, or the connection ended for good. <see cref="Code"/> is for programs, the message for
/// people.</summary>
public class ParleyException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">The reason, for programs.</param>
    /// <param name="reason">The reason and what to do about it, for people. If it is empty, the message names the code.</param>
    /// <param name="retryAfter">How long to wait before trying again, if that may help; otherwise <c>null</c>.</param>
    /// <param name="inner">The cause, such as an <c>RpcException</c>.</param>
    public ParleyException(ParleyCode code, string reason, TimeSpan? retryAfter = null, Exception? inner = null)
        : base(reason.Length > 0 ? reason : $"Refused with {code}.", inner) => (Code, RetryAfter) = (code, retryAfter);

    /// <summary>The reason, for programs. Treat a number that this version does not know as final. <see cref="ParleyCode.Unspecified"/> if
    /// the server is not a Parley server or rejects all clients; the inner exception then has the gRPC status.</summary>
    public ParleyCode Code { get; }

    /// <summary>The reason and what to do about it, for people.</summary>
    public string Reason => Message;

    /// <summary>How long to wait before trying again, if that may help; otherwise <c>null</c>. The client has already retried what it
    /// retries by itself; see <see cref="ParleyClientOptions.RetryFor"/>.</summary>
    public TimeSpan? RetryAfter { get; }
}
