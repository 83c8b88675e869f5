using Parley.Protocol.V1;

namespace Parley.Client;

/// <summary>Where in a room to start reading.</summary>
public sealed class From
{
    private readonly Position? _after;
    private readonly long? _last;

    private From(Position? after, long? last) => (_after, _last) = (after, last);

    /// <summary>Start with the next event.</summary>
    public static From Now { get; } = new(null, null);

    /// <summary>Start with the room's first event.</summary>
    public static From Beginning { get; } = Last(long.MaxValue);

    /// <summary>Start with the last events.</summary>
    /// <param name="count">How many: 0 or more. A room that has fewer gives all of them.</param>
    public static From Last(long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new(null, count);
    }

    /// <summary>Resume with the event after a position. If the room's log no longer has the position, the first item of
    /// <see cref="ParleyRoom.ReadAllAsync"/> is a <see cref="NotResumed"/>.</summary>
    public static From After(Position position) => new(position, null);

    internal Position? Position => _after;

    internal Join ToJoin(string room)
    {
        var join = new Join { Room = room };
        if (_after is { } after)
        {
            join.After = new() { Epoch = after.Epoch ?? "", Sequence = after.Sequence };
        }
        else if (_last is { } last)
        {
            join.Last = last;
        }

        return join;
    }
}
