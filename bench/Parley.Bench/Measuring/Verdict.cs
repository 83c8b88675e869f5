using Parley.Bench.Catalogue;

namespace Parley.Bench.Measuring;

/// <summary>What became of a target.</summary>
/// <param name="Target">The target.</param>
/// <param name="Kind">Whether it is reached.</param>
/// <param name="Value">What was measured.</param>
/// <param name="Reason">Why nothing was measured.</param>
internal sealed record Verdict(Target Target, VerdictKind Kind, Spread? Value, string? Reason);
