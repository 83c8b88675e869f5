using Parley.Protocol;

namespace Parley.Rooms;

/// <summary>
/// A room's rules and state: numbers what is said, once. Pure: the time comes in as an argument, the events go out as values,
/// and whoever holds a room calls it from one place at a time.
/// </summary>
/// <remarks>
/// A room remembers the commands of the events it decided until <see cref="Forget"/>. Whether an older command is a retry is for the
/// caller to look up and pass in.
/// </remarks>
public sealed class Room
{
    private static readonly Rejection Reused = new(
        ParleyCode.CommandIdReused, "This command id was used for another text. Give every command an id of its own.");

    private readonly Dictionary<CommandKey, RoomEvent> _commands = [];
    private readonly Queue<RoomEvent> _order = new();

    /// <param name="head">The sequence of the last event this room has; 0 for a new room.</param>
    public Room(long head)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(head);
        Head = head;
    }

    /// <summary>The sequence of the last event; 0 before the first.</summary>
    public long Head { get; private set; }

    /// <summary>How many commands are remembered.</summary>
    public int Remembered => _commands.Count;

    /// <summary>True if the room remembers what this command became.</summary>
    public bool Remembers(CommandKey key) => _commands.ContainsKey(key);

    /// <summary>Accepts a post as the next event, recognizes a retry, or refuses it and stays as it was.</summary>
    /// <param name="post">The command.</param>
    /// <param name="now">When it is decided.</param>
    /// <param name="earlier">What the log has for this command, if the room does not remember it.</param>
    public Decision Decide(PostCommand post, DateTimeOffset now, RoomEvent? earlier = null)
    {
        if (ChatRules.Validate(post) is { } rejection)
        {
            return Decision.Reject(rejection);
        }

        if (post.Key is { } key && (_commands.GetValueOrDefault(key) ?? earlier) is { } first)
        {
            return first.Text == post.Text ? Decision.Repeat(first) : Decision.Reject(Reused);
        }

        return Decision.Accept(Number(post, now));
    }

    /// <summary>Forgets the oldest commands until no more than <paramref name="most"/> are remembered, but none after <paramref name="upTo"/>.</summary>
    public void Forget(int most, long upTo)
    {
        while (_order.Count > most && _order.Peek().Sequence <= upTo)
        {
            _commands.Remove(KeyOf(_order.Dequeue()));
        }
    }

    private static CommandKey KeyOf(RoomEvent @event) => new(@event.User, @event.CommandId!);

    private RoomEvent Number(PostCommand post, DateTimeOffset now)
    {
        var @event = new RoomEvent(++Head, post.User, now, post.Text, post.CommandId);
        if (post.Key is { } key)
        {
            _commands[key] = @event;
            _order.Enqueue(@event);
        }

        return @event;
    }
}
