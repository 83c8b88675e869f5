namespace Parley.Load.Commands;

/// <summary>The options of the command line contradict each other.</summary>
internal sealed class UsageException(string message) : Exception(message);
