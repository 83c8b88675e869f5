using System.Text;
using Parley.Engine.Logs;
using Parley.Rooms;
using Parley.Rooms.Contents;

namespace Parley.Storage.Memory;

/// <summary>The events of a room that are kept. Guarded by the log's gate.</summary>
internal sealed class MemoryRoom
{
    /// <summary>The events, from the floor to the head.</summary>
    public List<RoomEvent> Events { get; } = [];

    /// <summary>The sequence of the oldest event, or of the next one if there is none.</summary>
    public long Floor { get; private set; } = 1;

    /// <summary>The sequence of the last event.</summary>
    public long Head => Floor + Events.Count - 1;

    /// <summary>How the room was created; <c>null</c> if nobody created it.</summary>
    public CreatedContent? Created { get; private set; }

    /// <summary>The bytes of an event that count against limits.</summary>
    public static int Measure(RoomEvent @event) =>
        @event.Content.Length + Encoding.UTF8.GetByteCount(@event.User) + Encoding.UTF8.GetByteCount(@event.CommandId ?? "");

    /// <summary>Adds the next event.</summary>
    public void Add(RoomEvent @event)
    {
        if (@event.Sequence == 1 && CreatedContent.TryDecode(@event.Content.Span, out var created))
        {
            Created = created;
        }

        Events.Add(@event);
    }

    /// <summary>Erases the content of an event, if the room keeps it.</summary>
    /// <returns>The event as it is now; <c>null</c> if the room does not keep it.</returns>
    public RoomEvent? Erase(long sequence)
    {
        if (sequence < Floor || sequence > Head)
        {
            return null;
        }

        var index = CountUpTo(sequence) - 1;
        return Events[index] = Events[index].Erase();
    }

    /// <summary>How many of the kept events have at most this sequence.</summary>
    public int CountUpTo(long sequence) => sequence < Floor ? 0 : (int)Math.Min(sequence - Floor + 1, Events.Count);

    /// <inheritdoc cref="IRoomLog.FindFloorAsync"/>
    public long FindFloor(KeepLimit keep)
    {
        var floor = keep.Events is { } events ? Math.Max(Floor, Head - events + 1) : Floor;
        while (keep.Since is { } since && floor <= Head && Events[CountUpTo(floor) - 1].Time < since)
        {
            floor++;
        }

        var bytes = 0L;
        for (var sequence = Head; keep.Bytes is { } limit && sequence >= floor; sequence--)
        {
            bytes += Measure(Events[CountUpTo(sequence) - 1]);
            if (bytes > limit)
            {
                return sequence + 1;
            }
        }

        return floor;
    }

    /// <summary>Removes the oldest events.</summary>
    /// <returns>The events that were removed.</returns>
    public List<RoomEvent> Trim(long floor, int maxEvents)
    {
        var removed = Events.GetRange(0, Math.Min(CountUpTo(floor - 1), maxEvents));
        Events.RemoveRange(0, removed.Count);
        Floor += removed.Count;
        return removed;
    }
}
