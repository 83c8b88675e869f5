namespace Parley.Bench.Running;

/// <summary>A run that cannot go on, with the reason that the report gives.</summary>
internal sealed class RunException(string message, Exception? inner = null) : Exception(message, inner);
