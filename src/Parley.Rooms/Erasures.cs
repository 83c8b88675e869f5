using Parley.Rooms.Contents;

namespace Parley.Rooms;

/// <summary>Does the erasures among new events, before they are in the log.</summary>
public static class Erasures
{
    /// <summary>What a run of new events is once the erasures among them are done.</summary>
    /// <param name="events">Events in order. They are not changed.</param>
    /// <returns>The same list if none of them erases another.</returns>
    public static IReadOnlyList<RoomEvent> Apply(IReadOnlyList<RoomEvent> events)
    {
        RoomEvent[]? erased = null;
        foreach (var @event in events)
        {
            if (ErasureContent.TryDecode(@event.Content.Span, out var erasure))
            {
                foreach (var sequence in erasure.Sequences.Where(sequence => sequence >= events[0].Sequence && sequence < @event.Sequence))
                {
                    erased ??= [.. events];
                    var index = (int)(sequence - events[0].Sequence);
                    erased[index] = erased[index].Erase();
                }
            }
        }

        return erased ?? events;
    }
}
