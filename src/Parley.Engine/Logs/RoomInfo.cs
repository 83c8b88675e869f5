using Parley.Rooms.Contents;

namespace Parley.Engine.Logs;

/// <summary>What a log knows about a room without reading its events.</summary>
/// <param name="Head">The sequence of the room's last event; 0 if it has none.</param>
/// <param name="Created">
/// The kind that the room was created with; <c>null</c> if it has no events, or is a chat room that nobody created.
/// </param>
public readonly record struct RoomInfo(long Head, CreatedContent? Created);
