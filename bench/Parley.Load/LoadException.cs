namespace Parley.Load;

/// <summary>The workload cannot go on, for a reason to show to whoever runs it.</summary>
internal sealed class LoadException(string message) : Exception(message);
