namespace Parley.Command.Output;

/// <summary>Whoever read the output has closed it, as head(1) does: there is nothing more to do, and nothing to complain about.</summary>
internal sealed class OutputClosedException(Exception innerException) : Exception("Nobody reads the output any more.", innerException);
