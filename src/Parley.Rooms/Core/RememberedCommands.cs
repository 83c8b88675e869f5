namespace Parley.Rooms.Core;

/// <summary>The events that a room decided and that may not be in the log yet, by their commands.</summary>
internal sealed class RememberedCommands
{
    // Up to here it is cheaper to look at each: most rooms have few posts in flight, and a dictionary takes memory for as long as a room
    // is open.
    private const int MaxWithoutIndex = 16;

    // What a burst needed is not kept for as long as the room is open.
    private const int MaxIdleCapacity = 8;

    private readonly Queue<RoomEvent> _order = new();
    private Dictionary<CommandKey, RoomEvent>? _index;

    /// <summary>How many there are.</summary>
    public int Count => _order.Count;

    /// <summary>The event that a command became; <c>null</c> if it is not here.</summary>
    public RoomEvent? Find(CommandKey key)
    {
        if (_index is not null)
        {
            return _index.GetValueOrDefault(key);
        }

        foreach (var @event in _order)
        {
            if (@event.CommandId == key.CommandId && @event.User == key.User)
            {
                return @event;
            }
        }

        return null;
    }

    /// <summary>Adds the event of a command that is not here.</summary>
    public void Add(RoomEvent @event)
    {
        _order.Enqueue(@event);
        if (_index is not null)
        {
            _index.Add(KeyOf(@event), @event);
        }
        else if (_order.Count > MaxWithoutIndex)
        {
            _index = _order.ToDictionary(KeyOf);
        }
    }

    /// <summary>Forgets the events up to a sequence.</summary>
    public void Forget(long upTo)
    {
        while (_order.TryPeek(out var oldest) && oldest.Sequence <= upTo)
        {
            _order.Dequeue();
            _index?.Remove(KeyOf(oldest));
        }

        if (_order.Count == 0 && _order.Capacity > MaxIdleCapacity)
        {
            _order.TrimExcess();
            _index = null;
        }
    }

    private static CommandKey KeyOf(RoomEvent @event) => new(@event.User, @event.CommandId!);
}
