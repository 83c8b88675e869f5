namespace Parley.Command.Execution;

/// <summary>The reader of the output has closed it, as head(1) does. The command ends, and this is not a failure.</summary>
internal sealed class OutputClosedException(Exception innerException) : Exception("The output was closed by its reader.", innerException);
