using Parley.Protocol.V1;

namespace Parley.Client;

/// <summary>Something was refused, or the connection ended for good. <see cref="Code"/> says why to programs, the message to people.</summary>
public class ParleyException : Exception
{
    /// <summary>Says why.</summary>
    /// <param name="code">Why, for programs.</param>
    /// <param name="reason">Why and what to do, for people.</param>
    /// <param name="retryAfter">If trying again may help: after how long.</param>
    /// <param name="inner">What is behind it, such as an <c>RpcException</c>.</param>
    public ParleyException(Code code, string reason, TimeSpan? retryAfter = null, Exception? inner = null)
        : base(reason.Length > 0 ? reason : $"Refused with {code}.", inner) => (Code, RetryAfter) = (code, retryAfter);

    /// <summary>Why, for programs. A number this version does not know is final. <see cref="Code.Unspecified"/> if the server is none of Parley's or
    /// let nobody in: the inner exception has the status.</summary>
    public Code Code { get; }

    /// <summary>Why and what to do, for people.</summary>
    public string Reason => Message;

    /// <summary>If trying again may help: after how long. Else <c>null</c>. What the client itself tries again it has tried again already.</summary>
    public TimeSpan? RetryAfter { get; }
}
