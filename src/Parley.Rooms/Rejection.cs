using Parley.Protocol;

namespace Parley.Rooms;

/// <summary>A refused command: nothing was numbered and nothing changed.</summary>
/// <param name="Code">Why, for programs.</param>
/// <param name="Reason">Why and what to do, for people.</param>
public sealed record Rejection(ParleyCode Code, string Reason);
