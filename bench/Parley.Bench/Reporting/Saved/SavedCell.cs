namespace Parley.Bench.Reporting.Saved;

/// <summary>One server under one workload in a saved report.</summary>
/// <param name="Server">The server's name.</param>
/// <param name="Metrics">The figures by name; null where nothing was measured.</param>
internal sealed record SavedCell(string Server, IReadOnlyDictionary<string, SavedFigure?> Metrics);
