namespace Parley.Bench.Running;

/// <summary>A run failed; the message is the reason in the report.</summary>
internal sealed class RunException(string message, Exception? inner = null) : Exception(message, inner);
