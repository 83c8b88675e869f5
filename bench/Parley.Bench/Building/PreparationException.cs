namespace Parley.Bench.Building;

/// <summary>Nothing can be measured.</summary>
internal sealed class PreparationException(string message) : Exception(message);
