namespace Parley.Client.Rooms;

/// <summary>What a reader of a buffer that is empty does next: waits, reads a page from the log, or ends.</summary>
/// <param name="Wait">Wait for this.</param>
/// <param name="PageAfter">Read the page after this from the log.</param>
/// <param name="Failure">Why it ends, if not because the room was left.</param>
/// <param name="IsEnd">Nothing follows.</param>
internal readonly record struct BufferStep(Task? Wait, Position? PageAfter = null, ParleyException? Failure = null, bool IsEnd = false);
