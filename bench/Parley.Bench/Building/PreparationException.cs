namespace Parley.Bench.Building;

/// <summary>The preparation failed, so nothing can be measured.</summary>
internal sealed class PreparationException(string message) : Exception(message);
