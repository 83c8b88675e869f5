namespace Parley.Client;

/// <summary>A room that has events.</summary>
/// <param name="Name">The room's name.</param>
/// <param name="HeadSequence">The sequence of its last event.</param>
public sealed record RoomInfo(string Name, long HeadSequence);
