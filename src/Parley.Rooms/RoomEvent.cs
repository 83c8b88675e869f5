namespace Parley.Rooms;

/// <summary>What a room decided: a message was posted. Durable, numbered and never changed.</summary>
/// <param name="Sequence">The number of this event in its room: 1, 2, 3 … without gaps.</param>
/// <param name="User">The author.</param>
/// <param name="Time">When the server decided it, to the millisecond. Order follows <paramref name="Sequence"/>, never the time.</param>
/// <param name="Text">The message.</param>
/// <param name="CommandId">The id that the author gave to the command that became this event; <c>null</c> if it had none.</param>
public sealed record RoomEvent(long Sequence, string User, DateTimeOffset Time, string Text, string? CommandId = null);
