using System.Globalization;

namespace Parley.Engine.Logs;

/// <summary>
/// The term of each position in a room, in one string that clients keep beside a sequence: the current term, the sequence at which it began
/// in the room, and the term before it. So a position is judged by the term of its event, not by the term in which a client joined.
/// </summary>
/// <param name="Term">The term of events from <paramref name="Start"/> on.</param>
/// <param name="Start">The room's first sequence of the term; 1 or more.</param>
/// <param name="Previous">The term of events before that; <c>null</c> if there are none, or the term is not known.</param>
public readonly record struct RoomEpoch(Guid Term, long Start, Guid? Previous)
{
    /// <summary>The epoch of a room now.</summary>
    /// <param name="term">The log's current term.</param>
    /// <param name="room">The room.</param>
    public static RoomEpoch Of(Guid term, RoomInfo room) => new(term, room.TermStart, room.PreviousTerm);

    /// <summary>Parses what <see cref="ToString"/> gave, or the epoch of a version before terms: a term alone.</summary>
    public static bool TryParse(string text, out RoomEpoch epoch)
    {
        epoch = default;
        var parts = text.Split('_');
        if (parts.Length is not (1 or 2 or 3) || !Guid.TryParseExact(parts[0], "N", out var term))
        {
            return false;
        }

        var start = 1L;
        Guid? previous = null;
        if (parts.Length > 1 && (!long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out start) || start < 1))
        {
            return false;
        }

        if (parts.Length > 2)
        {
            if (!Guid.TryParseExact(parts[2], "N", out var before))
            {
                return false;
            }

            previous = before;
        }

        epoch = new RoomEpoch(term, start, previous);
        return true;
    }

    /// <summary>The term of the event with a sequence.</summary>
    public Guid TermOf(long sequence) => sequence >= Start || Previous is null ? Term : Previous.Value;

    /// <summary>The epoch as clients keep it, in letters, digits and underscores.</summary>
    public override string ToString() => Previous is { } previous
        ? string.Create(CultureInfo.InvariantCulture, $"{Term:N}_{Start}_{previous:N}")
        : string.Create(CultureInfo.InvariantCulture, $"{Term:N}_{Start}");
}
