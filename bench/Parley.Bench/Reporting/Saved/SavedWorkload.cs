namespace Parley.Bench.Reporting.Saved;

/// <summary>A workload of a saved report.</summary>
/// <param name="Name">Its name, such as <c>W1-100</c>.</param>
/// <param name="Title">Its title.</param>
/// <param name="Servers">The servers, the best headline first.</param>
internal sealed record SavedWorkload(string Name, string Title, IReadOnlyList<SavedCell> Servers);
