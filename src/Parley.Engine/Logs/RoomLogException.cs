namespace Parley.Engine.Logs;

/// <summary>The log could not be read or written. Every failure of an <see cref="IRoomLog"/> is this exception.</summary>
public sealed class RoomLogException : Exception
{
    /// <param name="failure">The kind of failure, for the engine.</param>
    /// <param name="message">What failed and what to do, for the operator. It goes to the server's log, never to clients.</param>
    /// <param name="innerException">The exception behind it, if any.</param>
    public RoomLogException(RoomLogFailure failure, string message, Exception? innerException = null)
        : base(message, innerException) => Failure = failure;

    /// <summary>The kind of failure, which decides how posts are refused.</summary>
    public RoomLogFailure Failure { get; }
}
