using Parley.Engine.Logs;
using Parley.Rooms;

namespace Parley.Engine.Feeds;

/// <summary>
/// Pages of a room's log in one format, for followers that lag. Followers that began at the same place ask for the same pages: the last
/// ones are shared as long as somebody reads them or has them.
/// </summary>
/// <param name="room">The room.</param>
/// <param name="format">The format.</param>
/// <param name="pageBytes">The bytes of names and contents in a page; a single larger event is a page too.</param>
/// <param name="readLog">Reads the log.</param>
/// <param name="readFloor">Reads the room's floor.</param>
internal sealed class LogPages(string room, IFeedFormat format, int pageBytes, ReadLog readLog, Func<Task<long>> readFloor)
{
    // Bounds a page of events with short texts, for which the limit in bytes comes too late.
    private const int MaxEvents = 4_096;

    // Followers that lag together do not read in step.
    private const int MaxShared = 8;

    private readonly int _maxEvents = Math.Clamp(pageBytes / format.MinFrameBytes, 1, MaxEvents);
    private readonly Lock _gate = new();

    // Weak, so that a page takes memory only as long as it is being read, or a follower has it.
    private readonly Queue<(long After, WeakReference<Task<LogPage>> Page)> _shared = new();

    private int _erasures;

    /// <summary>True if nothing was erased since a page was read.</summary>
    public bool IsUpToDate(LogPage page) => page.Erasures == Volatile.Read(ref _erasures);

    /// <summary>The page after a sequence.</summary>
    /// <exception cref="RoomLogException">The log cannot be read, or does not have the next event.</exception>
    public Task<LogPage> ReadAsync(long after)
    {
        lock (_gate)
        {
            foreach (var (start, shared) in _shared)
            {
                if (start == after && shared.TryGetTarget(out var page) && !page.IsFaulted)
                {
                    return page;
                }
            }

            if (_shared.Count == MaxShared)
            {
                _shared.Dequeue();
            }

            var read = ReadPageAsync(after, _erasures);
            _shared.Enqueue((after, new WeakReference<Task<LogPage>>(read)));
            return read;
        }
    }

    /// <summary>Makes all pages that were read so far out of date: contents in them may have been erased.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            Volatile.Write(ref _erasures, _erasures + 1);
            _shared.Clear();
        }
    }

    private async Task<LogPage> ReadPageAsync(long after, int erasures)
    {
        var events = await readLog(after, new PageLimit(_maxEvents, pageBytes));
        if (events.Count == 0 || events[0].Sequence != after + 1)
        {
            throw await readFloor() > after + 1
                ? new RoomLogException(RoomLogFailure.BelowFloor, $"The log has no event {after + 1} any more.")
                : new RoomLogException(RoomLogFailure.Unavailable, $"The log has no event {after + 1}.");
        }

        try
        {
            return new LogPage(events[^1].Sequence, Frame(events), erasures);
        }
        catch (Exception exception)
        {
            throw new RoomLogException(RoomLogFailure.Unavailable, $"The events after {after} cannot be framed.", exception);
        }
    }

    private byte[] Frame(IReadOnlyList<RoomEvent> events)
    {
        var lengths = events.Select(@event => format.Measure(room, @event)).ToArray();
        var frames = new byte[lengths.Sum()];
        var rest = frames.AsSpan();
        for (var i = 0; i < lengths.Length; i++)
        {
            if (lengths[i] > 0)
            {
                format.Write(room, events[i], rest[..lengths[i]]);
                rest = rest[lengths[i]..];
            }
        }

        return frames;
    }
}
