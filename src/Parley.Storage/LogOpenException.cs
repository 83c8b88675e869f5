namespace Parley.Storage;

/// <summary>The log cannot be opened as it is; nothing was changed. The message is one line that says what the operator can do.</summary>
public sealed class LogOpenException : Exception
{
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="innerException">What was thrown, if anything.</param>
    public LogOpenException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
