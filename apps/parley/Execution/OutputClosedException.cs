namespace Parley.Command.Execution;

/// <summary>
/// The reader of the output has closed it, as head(1) does, or the terminal has gone. The command ends, and this is not a failure.
/// </summary>
internal sealed class OutputClosedException(Exception? innerException = null)
    : Exception("The output was closed by its reader.", innerException);
