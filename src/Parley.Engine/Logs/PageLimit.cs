namespace Parley.Engine.Logs;

/// <summary>Where a page of events ends: at the limit that is reached first, but never before the first event.</summary>
/// <param name="Events">The maximum number of events; at least 1.</param>
/// <param name="Bytes">
/// Roughly the maximum number of bytes of names and contents; at least 1. The event that reaches it is still in the page.
/// </param>
public readonly record struct PageLimit(int Events, int Bytes);
