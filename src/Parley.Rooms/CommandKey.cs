namespace Parley.Rooms;

/// <summary>Identifies a command within its room, for the life of the log.</summary>
/// <param name="User">The user who sent the command.</param>
/// <param name="CommandId">The id that the user gave it.</param>
public readonly record struct CommandKey(string User, string CommandId);
