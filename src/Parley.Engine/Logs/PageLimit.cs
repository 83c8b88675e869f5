namespace Parley.Engine.Logs;

/// <summary>Where a page of events ends: at the limit that is reached first, but after at least one event.</summary>
/// <param name="Events">The maximum number of events; at least 1.</param>
/// <param name="Bytes">
/// Roughly the maximum number of bytes of users, command ids and contents; at least 1. The event that reaches it is still in the page.
/// </param>
/// <param name="IsUrgent">
/// True if a post or a join waits for the page: it is then read ahead of pages for readers that catch up.
/// </param>
public readonly record struct PageLimit(int Events, int Bytes, bool IsUrgent = false);
