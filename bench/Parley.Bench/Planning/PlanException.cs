namespace Parley.Bench.Planning;

/// <summary>Something that was asked for does not exist.</summary>
internal sealed class PlanException(string message) : Exception(message);
