namespace Parley.Engine.Feeds;

/// <summary>
/// A run of whole frames in one array, with the end of each. Written by one appender; what lies before the feed's
/// head never changes, so readers copy without a lock and a reader may finish with a segment that was just evicted.
/// </summary>
internal sealed class FeedSegment(long first, int size)
{
    /// <summary>Most events of one segment: the ends take memory too, also of events that this format does not show.</summary>
    public const int MaxEvents = 4_096;

    private readonly byte[] _bytes = new byte[size];
    private int[] _ends = new int[8];
    private int _count;
    private long _next = long.MaxValue;

    /// <summary>Sequence of the first event in this segment.</summary>
    public long First => first;

    /// <summary>Bytes this segment takes, used or not.</summary>
    public int Size => size;

    private int Used => _count == 0 ? 0 : _ends[_count - 1];

    /// <summary>Space for the next frame; empty if it does not fit.</summary>
    public bool TryReserve(int length, out Span<byte> frame)
    {
        var fits = size - Used >= length && _count < MaxEvents;
        frame = fits ? _bytes.AsSpan(Used, length) : default;
        return fits;
    }

    /// <summary>The reserved frame is written; an event that this format does not show has length 0.</summary>
    public void Commit(int length)
    {
        if (_count == _ends.Length)
        {
            var larger = new int[_count * 2];
            _ends.CopyTo(larger, 0);
            _ends = larger;
        }

        _ends[_count] = Used + length;
        _count++;
    }

    /// <summary>No more frames: the next event is in another segment. Called before that event is published.</summary>
    public void Seal() => _next = first + _count;

    /// <summary>
    /// The frames of the events from <paramref name="from"/> up to <paramref name="head"/>, as many as this segment has but no
    /// more than fit in <paramref name="limit"/> bytes (always at least one event).
    /// </summary>
    /// <param name="from">Sequence of the first event wanted; in this segment.</param>
    /// <param name="head">Sequence of the last published event, read before this call.</param>
    /// <param name="limit">Most bytes wanted.</param>
    /// <param name="last">Sequence of the last event returned.</param>
    public ReadOnlySpan<byte> Read(long from, long head, int limit, out long last)
    {
        var ends = _ends;
        var low = (int)(from - first);
        var high = (int)(Math.Min(head + 1, _next) - first) - 1;
        var start = low == 0 ? 0 : ends[low - 1];
        if (ends[high] - start > limit)
        {
            var index = Array.BinarySearch(ends, low, high - low + 1, start + limit);
            high = Math.Max(low, index >= 0 ? index : ~index - 1);
        }

        last = first + high;
        return _bytes.AsSpan(start, ends[high] - start);
    }
}
