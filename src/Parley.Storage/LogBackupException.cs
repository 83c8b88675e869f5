namespace Parley.Storage;

/// <summary>A log was not backed up, or not restored; what was there is as it was. The message is one line that says what to do.</summary>
public sealed class LogBackupException : Exception
{
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="innerException">What was thrown, if anything.</param>
    public LogBackupException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
