namespace Parley.Client;

/// <summary>A room that has events.</summary>
/// <param name="Name">The room's name.</param>
/// <param name="HeadSequence">The sequence of its last event.</param>
/// <param name="Kind">The name of its kind, such as <c>chat</c>; empty if the server does not tell.</param>
public sealed record RoomInfo(string Name, long HeadSequence, string Kind);
