namespace Parley.Server.Operations.Operator;

/// <summary>A server cannot be given commands. The message is one line, for the operator.</summary>
public sealed class OperatorException : Exception
{
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public OperatorException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
