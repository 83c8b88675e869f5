namespace Parley.Server.Offline;

/// <summary>A room that has events in the log.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Head">The sequence of its last event; at least 1.</param>
/// <param name="Kind">The name of its kind, such as <c>chat</c>.</param>
public readonly record struct StoredRoom(string Name, long Head, string Kind);
