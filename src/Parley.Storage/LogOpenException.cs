namespace Parley.Storage;

/// <summary>A log cannot be opened as it is; nothing was changed. The message tells the operator what to do, in one line.</summary>
public sealed class LogOpenException : Exception
{
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="innerException">What was thrown, if anything.</param>
    public LogOpenException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
