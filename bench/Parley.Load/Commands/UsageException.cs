namespace Parley.Load.Commands;

/// <summary>The command line can be read and makes no sense.</summary>
internal sealed class UsageException(string message) : Exception(message);
