using Parley.Rooms.Contents;

namespace Parley.Engine.Logs;

/// <summary>What a log knows about a room without reading its events.</summary>
/// <param name="Head">The sequence of the room's last event; 0 if it has none.</param>
/// <param name="Created">
/// The kind that the room was created with; <c>null</c> if it has no events, or is a chat room that nobody created.
/// </param>
/// <param name="TermStart">The sequence of the room's first event of the current term: its next one if it has none yet.</param>
/// <param name="PreviousTerm">The term of the event before <paramref name="TermStart"/>; <c>null</c> if it is not known.</param>
/// <param name="Floor">The sequence of the room's oldest event; <paramref name="Head"/> + 1 if it has none.</param>
public sealed record RoomInfo(long Head, CreatedContent? Created, long TermStart = 1, Guid? PreviousTerm = null, long Floor = 1);
