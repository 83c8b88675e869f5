namespace Parley.Engine.Feeds;

/// <summary>A run of whole frames in one array, and the end of each frame. The feed's appender writes it; any thread reads it.</summary>
/// <remarks>
/// Readers take no lock. They look only at events up to a head that they have read before, and what was written before a head was published
/// never changes. A reader may therefore go on reading a segment that was just evicted, and memory is neither pooled nor reference-counted.
/// </remarks>
/// <param name="first">The sequence of the first event.</param>
/// <param name="size">The bytes for frames.</param>
internal sealed class FeedSegment(long first, int size)
{
    /// <summary>
    /// The maximum number of events in one segment: their ends take memory too, even those of events that the format does not show.
    /// </summary>
    public const int MaxEvents = 4_096;

    private readonly byte[] _bytes = new byte[size];
    private int[] _ends = new int[8];
    private int _count;

    // The sequence after the last event once the segment is sealed; until then, the segment ends at the head.
    private long _next = long.MaxValue;

    /// <summary>The sequence of the first event.</summary>
    public long First => first;

    /// <summary>The bytes for frames, used or not.</summary>
    public int Size => size;

    private int Used => _count == 0 ? 0 : _ends[_count - 1];

    /// <summary>Finds the segment that has a given event.</summary>
    /// <param name="segments">The segments of a feed in order; at least one.</param>
    /// <param name="sequence">A sequence not before the first segment.</param>
    public static FeedSegment Find(FeedSegment[] segments, long sequence)
    {
        // Most readers are near the head.
        var low = 0;
        var high = segments.Length - 1;
        if (sequence >= segments[high].First)
        {
            return segments[high];
        }

        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = segments[middle].First <= sequence ? (middle, high) : (low, middle - 1);
        }

        return segments[low];
    }

    /// <summary>Reserves space for the next frame. Called by the appender, before <see cref="Commit"/>.</summary>
    /// <returns>False if the frame does not fit; it needs a new segment then.</returns>
    public bool TryReserve(int length, out Span<byte> frame)
    {
        var fits = size - Used >= length && _count < MaxEvents;
        frame = fits ? _bytes.AsSpan(Used, length) : default;
        return fits;
    }

    /// <summary>Adds the reserved frame once it is written. Called by the appender.</summary>
    /// <param name="length">The bytes of the frame; 0 for an event that the format does not show.</param>
    public void Commit(int length)
    {
        if (_count == _ends.Length)
        {
            // A copy: readers may still use the old array, which has all they need.
            var larger = new int[_count * 2];
            _ends.CopyTo(larger, 0);
            _ends = larger;
        }

        _ends[_count] = Used + length;
        _count++;
    }

    /// <summary>Ends the segment: the next event is in a new one. Called by the appender, before that event is published.</summary>
    public void Seal() => _next = first + _count;

    /// <summary>Reads the frames of consecutive events, as many as this segment has and the limit allows. Called from any thread.</summary>
    /// <param name="from">The sequence of the first event; it must be in this segment.</param>
    /// <param name="head">The head, read before the segment was found.</param>
    /// <param name="limit">The maximum number of bytes. The first frame is returned even if it is larger.</param>
    /// <param name="last">The sequence of the last event of the returned frames.</param>
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
