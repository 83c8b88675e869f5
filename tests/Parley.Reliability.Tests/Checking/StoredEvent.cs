namespace Parley.Reliability.Tests.Checking;

/// <summary>A row of the log.</summary>
internal readonly record struct StoredEvent(long Sequence, TextMessage Message);
