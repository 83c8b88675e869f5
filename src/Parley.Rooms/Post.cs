namespace Parley.Rooms;

/// <summary>The command to say something in a room.</summary>
/// <param name="User">Who says it.</param>
/// <param name="Text">What is said; may be empty.</param>
public sealed record Post(string User, string Text);
