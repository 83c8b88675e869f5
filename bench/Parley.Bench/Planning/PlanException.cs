namespace Parley.Bench.Planning;

/// <summary>A requested workload or peer does not exist.</summary>
internal sealed class PlanException(string message) : Exception(message);
