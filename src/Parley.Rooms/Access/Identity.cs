namespace Parley.Rooms.Access;

/// <summary>Who a caller says they are.</summary>
/// <param name="User">The user's name; empty for a caller who named none, such as a reader of the chat contract.</param>
public readonly record struct Identity(string User)
{
    /// <summary>A caller who named no user.</summary>
    public static Identity Anonymous => new("");
}
