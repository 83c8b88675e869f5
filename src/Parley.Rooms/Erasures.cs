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
        for (var i = 0; i < events.Count; i++)
        {
            if (ErasureContent.TryDecode(events[i].Content.Span, out var erasure))
            {
                Apply(erasure, events, i, ref erased);
            }
        }

        return erased ?? events;
    }

    private static void Apply(ErasureContent erasure, IReadOnlyList<RoomEvent> events, int before, ref RoomEvent[]? erased)
    {
        foreach (var sequence in erasure.Sequences)
        {
            var index = sequence - events[0].Sequence;
            if (index >= 0 && index < before)
            {
                erased ??= [.. events];
                erased[index] = erased[index].Erase();
            }
        }
    }
}
