namespace Parley.Bench.Reporting.Saved;

/// <summary>A server of a saved report.</summary>
internal sealed record SavedServer(string Name, string Title);
