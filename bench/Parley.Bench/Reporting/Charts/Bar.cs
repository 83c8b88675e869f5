using Parley.Bench.Measuring;

namespace Parley.Bench.Reporting.Charts;

/// <summary>A bar of a chart.</summary>
/// <param name="Label">The server's name.</param>
/// <param name="Spread">The length of the bar and its spread over the rounds; null if nothing was measured.</param>
/// <param name="Text">The figure, or the reason why there is none.</param>
/// <param name="IsSubject">Whether the bar is highlighted.</param>
internal sealed record Bar(string Label, Spread? Spread, string Text, bool IsSubject);
