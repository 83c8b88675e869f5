namespace Parley.Load;

/// <summary>The workload cannot continue; the message is the reason in the result.</summary>
internal sealed class LoadException(string message) : Exception(message);
