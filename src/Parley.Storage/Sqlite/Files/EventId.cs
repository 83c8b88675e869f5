namespace Parley.Storage.Sqlite.Files;

/// <summary>
/// The key of an event's row: the number of its room, then its sequence. A table with an integer as its key keeps long rows without a page
/// for each, and finds them by comparing integers.
/// </summary>
internal static class EventId
{
    /// <summary>The highest sequence of a room: about 1.1 trillion.</summary>
    public const long MaxSequence = (1L << SequenceBits) - 1;

    /// <summary>The highest number of a room: about 8 million.</summary>
    public const long MaxRoom = (1L << (63 - SequenceBits)) - 1;

    private const int SequenceBits = 40;

    public static long Of(long room, long sequence) => (room << SequenceBits) | sequence;

    public static long Room(long id) => id >> SequenceBits;

    public static long Sequence(long id) => id & MaxSequence;
}
