namespace Parley.Engine.Logs;

/// <summary>Where a page ends: at whichever limit is reached first, but never before one event.</summary>
/// <param name="Events">Most events; at least 1.</param>
/// <param name="Bytes">About the most bytes of content.</param>
public readonly record struct PageLimit(int Events, int Bytes);
