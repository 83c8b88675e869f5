namespace Parley.Server.Offline;

/// <summary>An event as it is in the log.</summary>
/// <param name="Sequence">Its number in the room: 1, 2, 3 … without gaps.</param>
/// <param name="User">The author.</param>
/// <param name="Time">When the server accepted it, to the millisecond.</param>
/// <param name="Text">The text of a message; <c>null</c> for any other event.</param>
/// <param name="CommandId">The id that the sender gave to the post; <c>null</c> if there was none.</param>
/// <param name="IsErased">True if its content was erased.</param>
/// <param name="Erases">The sequences of the events whose contents it erased; <c>null</c> for any other event.</param>
public sealed record StoredEvent(
    long Sequence, string User, DateTimeOffset Time, string? Text, string? CommandId, bool IsErased, IReadOnlyList<long>? Erases);
