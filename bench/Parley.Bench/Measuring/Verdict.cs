using Parley.Bench.Catalogue.Targets;

namespace Parley.Bench.Measuring;

/// <summary>The result of comparing a target with what was measured.</summary>
/// <param name="Target">The target.</param>
/// <param name="Kind">Whether it is reached.</param>
/// <param name="Value">What was measured; null if nothing was.</param>
/// <param name="Reason">Why nothing was measured.</param>
internal sealed record Verdict(Target Target, VerdictKind Kind, Spread? Value, string? Reason);
