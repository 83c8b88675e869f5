namespace Parley.Rooms;

/// <summary>What makes a command of a room unique for the life of its log.</summary>
/// <param name="User">Who sent it.</param>
/// <param name="CommandId">The sender's id for it.</param>
public readonly record struct CommandKey(string User, string CommandId);
