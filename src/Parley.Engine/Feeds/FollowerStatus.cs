namespace Parley.Engine.Feeds;

/// <summary>How far a follower is.</summary>
/// <param name="Room">The room.</param>
/// <param name="User">Who follows it; empty if nobody was named.</param>
/// <param name="Position">The sequence of the last event that was read for the follower. It may still be on its way.</param>
/// <param name="Head">The sequence of the last event that it can read.</param>
public readonly record struct FollowerStatus(string Room, string User, long Position, long Head)
{
    /// <summary>How many events it has not read yet; 0 or more.</summary>
    public long Behind => Math.Max(0, Head - Position);
}
