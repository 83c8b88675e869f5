namespace Parley.Engine.Logs;

/// <summary>A room in the log.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Head">The sequence of its last event.</param>
public readonly record struct RoomHead(string Name, long Head);
