namespace Parley.Engine.Feeds;

/// <summary>A page of a room's log in one format, framed once for all followers that lag at the same place. It never changes.</summary>
/// <param name="Last">The sequence of the last event in the page.</param>
/// <param name="Frames">Whole frames; empty if the format shows none of the events.</param>
/// <param name="Erasures">How many erasures the feed had seen before the page was read. With more, the page is out of date.</param>
public sealed record LogPage(long Last, ReadOnlyMemory<byte> Frames, int Erasures);
