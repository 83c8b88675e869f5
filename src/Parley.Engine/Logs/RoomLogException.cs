namespace Parley.Engine.Logs;

/// <summary>The log could not be read or written.</summary>
public sealed class RoomLogException : Exception
{
    /// <param name="failure">Why.</param>
    /// <param name="message">Why and what to do, for the operator.</param>
    /// <param name="innerException">What was thrown, if anything.</param>
    public RoomLogException(RoomLogFailure failure, string message, Exception? innerException = null)
        : base(message, innerException) => Failure = failure;

    /// <summary>Why.</summary>
    public RoomLogFailure Failure { get; }
}
