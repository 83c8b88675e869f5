namespace Parley.Client.Rooms;

/// <summary>What the reader of an empty buffer does next: wait, read a page from the log, or end.</summary>
/// <param name="Wait">Wait for this task.</param>
/// <param name="PageAfter">Read the page after this position from the log.</param>
/// <param name="Failure">End with this failure.</param>
/// <param name="IsEnd">True if nothing follows.</param>
internal readonly record struct BufferStep(Task? Wait, Position? PageAfter = null, ParleyException? Failure = null, bool IsEnd = false);
