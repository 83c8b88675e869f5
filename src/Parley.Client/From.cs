using Parley.Protocol.V1;

namespace Parley.Client;

/// <summary>Where in a room to begin.</summary>
public sealed class From
{
    private readonly Position? _after;
    private readonly long? _last;

    private From(Position? after, long? last) => (_after, _last) = (after, last);

    /// <summary>With what is decided from now on.</summary>
    public static From Now { get; } = new(null, null);

    /// <summary>With the room's first event.</summary>
    public static From Beginning { get; } = Last(long.MaxValue);

    /// <summary>With the last events, and then what is new.</summary>
    /// <param name="count">How many; all of them if the room has fewer. 0 or more.</param>
    public static From Last(long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new(null, count);
    }

    /// <summary>With the event after a position: what a reader that comes back says. If the log does not have the position any more, the
    /// first item of <see cref="ParleyRoom.ReadAllAsync"/> is a <see cref="NotResumed"/>.</summary>
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
