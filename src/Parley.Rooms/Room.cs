namespace Parley.Rooms;

/// <summary>
/// A room's rules and state: numbers what is said. Pure: the time comes in as an argument, the events go out as values,
/// and whoever holds a room calls it from one place at a time.
/// </summary>
public sealed class Room
{
    /// <param name="head">The sequence of the last event this room has; 0 for a new room.</param>
    public Room(long head)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(head);
        Head = head;
    }

    /// <summary>The sequence of the last event; 0 before the first.</summary>
    public long Head { get; private set; }

    /// <summary>Accepts a post as the next event, or refuses it and stays as it was.</summary>
    public Decision Decide(Post post, DateTimeOffset now) => ChatRules.Check(post) is { } rejection
        ? Decision.Reject(rejection)
        : Decision.Accept(new Event(++Head, post.User, now, post.Text));
}
