using Parley.Bench.Measuring;

namespace Parley.Bench.Reporting;

/// <summary>A bar of a chart.</summary>
/// <param name="Label">Whose it is.</param>
/// <param name="Spread">How long it is and how far its rounds lie apart; null if nothing was measured.</param>
/// <param name="Text">The figure, or why there is none.</param>
/// <param name="IsSubject">Whether it stands out.</param>
internal sealed record Bar(string Label, Spread? Spread, string Text, bool IsSubject);
