namespace Parley.Engine.Feeds;

/// <summary>Where a follower begins. The default is <see cref="Now"/>.</summary>
public readonly record struct FollowFrom
{
    private readonly long? _after;
    private readonly long _last;

    private FollowFrom(long? after, long last) => (_after, _last) = (after, last);

    /// <summary>With the first event after the follower joins.</summary>
    public static FollowFrom Now => default;

    /// <summary>With the room's last events, followed by the new ones.</summary>
    /// <param name="events">How many; 0 or more. If the room has fewer, all of them.</param>
    public static FollowFrom Last(long events) => new(null, events);

    /// <summary>With the event after a sequence.</summary>
    /// <param name="sequence">0 for the room's first event. A sequence beyond the room's head counts as the head, and one
    /// below its floor as the floor - 1.</param>
    public static FollowFrom After(long sequence) => new(sequence, 0);

    /// <summary>True if this begins after an event that a room with this head does not have yet.</summary>
    internal bool IsBeyond(long head) => _after > head;

    /// <summary>The position to begin at in a room with this head and this floor.</summary>
    internal long ToPosition(long head, long floor) =>
        Math.Clamp(_after ?? head - Math.Min(_last, head), Math.Min(floor - 1, head), head);
}
