namespace Parley.Engine.Feeds;

/// <summary>Where a follower begins.</summary>
public readonly record struct FollowFrom
{
    private readonly long? _after;
    private readonly long _last;

    private FollowFrom(long? after, long last) => (_after, _last) = (after, last);

    /// <summary>With what is accepted from now on.</summary>
    public static FollowFrom Now => default;

    /// <summary>With the last events, then on.</summary>
    /// <param name="events">How many; 0 or more. All of them if the room has fewer.</param>
    public static FollowFrom Last(long events) => new(null, events);

    /// <summary>With the event after a sequence, then on.</summary>
    /// <param name="sequence">0 for the first event. A sequence beyond the room's head counts as the head.</param>
    public static FollowFrom Sequence(long sequence) => new(sequence, 0);

    /// <summary>True if this begins after an event that a room with that head does not have yet.</summary>
    internal bool IsBeyond(long head) => _after > head;

    /// <summary>The position in a room whose last event is <paramref name="head"/>.</summary>
    internal long After(long head) => Math.Clamp(_after ?? head - Math.Min(_last, head), 0, head);
}
