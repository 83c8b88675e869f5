namespace Parley.Client;

/// <summary>Somebody came or went.</summary>
/// <param name="User">Who.</param>
/// <param name="IsHere">True if the user came, false if the user's last session went.</param>
public sealed record PresenceChange(string User, bool IsHere);
