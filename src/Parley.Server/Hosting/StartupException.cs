namespace Parley.Server.Hosting;

/// <summary>The server cannot start as configured; the message tells the operator what to do, in one line.</summary>
public sealed class StartupException : Exception
{
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="innerException">What was thrown, if anything.</param>
    public StartupException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
