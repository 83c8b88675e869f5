namespace Parley.Engine.Logs;

/// <summary>A room that has events, and its head.</summary>
/// <param name="Name">The room's name.</param>
/// <param name="Head">The sequence of the room's last event; at least 1.</param>
/// <param name="Kind">The name of the room's kind.</param>
public readonly record struct RoomHead(string Name, long Head, string Kind = "chat");
