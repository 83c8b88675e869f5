using Parley.Protocol;

namespace Parley.Rooms;

/// <summary>
/// A room's rules and state: it numbers each command once. Pure: the time is an argument and events are return values. Not thread-safe: its
/// owner makes one call at a time.
/// </summary>
/// <remarks>
/// A room remembers the commands of the events it decided until <see cref="Forget"/> drops them. The caller looks up older commands in the
/// log and passes in what it finds.
/// </remarks>
public sealed class Room
{
    private static readonly Rejection Reused = new(
        ParleyCode.CommandIdReused, "This command id was used for another text. Give every command an id of its own.");

    private readonly Dictionary<CommandKey, RoomEvent> _commands = [];
    private readonly Queue<RoomEvent> _order = new();

    /// <param name="head">The sequence of the room's last event; 0 for a new room.</param>
    public Room(long head)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(head);
        Head = head;
    }

    /// <summary>The sequence of the last event; 0 before the first.</summary>
    public long Head { get; private set; }

    /// <summary>How many commands are remembered.</summary>
    public int Remembered => _commands.Count;

    /// <summary>True if the room remembers which event this command became.</summary>
    public bool Remembers(CommandKey key) => _commands.ContainsKey(key);

    /// <summary>Accepts a post as the next event, recognizes a retry, or refuses the post. A room that refuses does not change.</summary>
    /// <param name="post">The command.</param>
    /// <param name="now">The time of the decision.</param>
    /// <param name="earlier">The event in the log that this command became, if the room does not remember it.</param>
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

    /// <summary>Forgets the oldest commands, until only the given number is remembered.</summary>
    /// <param name="maxRemembered">How many commands to keep; 0 or more.</param>
    /// <param name="upTo">Commands of events after this sequence are kept even if they exceed <paramref name="maxRemembered"/>.</param>
    public void Forget(int maxRemembered, long upTo)
    {
        while (_order.Count > maxRemembered && _order.Peek().Sequence <= upTo)
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
