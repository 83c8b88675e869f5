namespace Parley.Client;

/// <summary>A user joined or left a room.</summary>
/// <param name="User">The user.</param>
/// <param name="IsHere">True if the user joined; false if the user's last session left.</param>
public sealed record PresenceChange(string User, bool IsHere);
