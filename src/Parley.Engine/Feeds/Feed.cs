using Parley.Engine.Logs;
using Parley.Rooms;
using Parley.Rooms.Contents;

namespace Parley.Engine.Feeds;

/// <summary>
/// The recent events of a room in one format, encoded once and shared by all followers on this node. Readers and the appender never wait
/// for each other.
/// </summary>
/// <remarks>
/// The gate admits one appender at a time; readers take no lock. The appender publishes the head last, after the new frames and the
/// segments that hold them. A reader goes the other way: it reads the head, then the segments. So it finds every event up to that head,
/// unless the event has been evicted since.
/// </remarks>
public sealed class Feed
{
    // Segments double in size from the first to the last of these: a quiet room takes little memory, a busy one few segments.
    private const int MinSegmentSize = 1_024;
    private const int MaxSegmentSize = 16_384;

    private readonly string _room;
    private readonly IFeedFormat _format;
    private readonly FeedOptions _options;
    private readonly LogPages _pages;
    private readonly FeedBudget _budget;
    private readonly FeedShard[] _shards;
    private readonly Lock _gate = new();
    private volatile FeedSegment[] _segments = [];
    private RoomInfo _info = new(0, null);
    private long _head;
    private int _size;
    private int _nextShard;
    private bool _isClosed;

    internal Feed(
        string room, IFeedFormat format, FeedOptions options, FeedBudget budget, ReadLog readLog, Func<Task<long>> readFloor, int shards)
    {
        (_room, _format, _options, _budget) = (room, format, options, budget);
        _pages = new LogPages(room, format, options.ReadSize, readLog, readFloor);
        _shards = new FeedShard[shards];
        for (var i = 0; i < shards; i++)
        {
            _shards[i] = new FeedShard();
        }
    }

    /// <summary>The sequence of the last event that is visible to followers; 0 if there is none.</summary>
    public long Head => Volatile.Read(ref _head);

    /// <summary>The bytes of memory that the segments take, including unused space.</summary>
    public int Size => Volatile.Read(ref _size);

    /// <summary>The sequence of the oldest event that the feed still has; <see cref="Head"/> + 1 if it has none.</summary>
    public long First => _segments is [var oldest, ..] ? oldest.First : Head + 1;

    /// <summary>What the log says about the room, at the given head. Read after <see cref="Head"/>.</summary>
    internal RoomInfo InfoAt(long head) => Volatile.Read(ref _info) with { Head = head };

    /// <summary>True if events that are not published yet were removed from the log already.</summary>
    internal bool IsBelowFloor => Head < Volatile.Read(ref _info).Floor - 1;

    /// <summary>How many followers it has now.</summary>
    internal int FollowerCount => _shards.Sum(shard => shard.Count);

    /// <summary>Makes events visible to all followers, then wakes them.</summary>
    /// <param name="events">
    /// Events in order. Those up to the head are skipped. After a gap, the feed drops everything older: followers read it from the log.
    /// </param>
    /// <exception cref="Exception">Not all of them could be framed. The feed is empty: followers read them from the log.</exception>
    internal void Append(IReadOnlyList<RoomEvent> events)
    {
        try
        {
            lock (_gate)
            {
                Append_NeedsGate(events);
            }
        }
        finally
        {
            Wake();
        }
    }

    /// <summary>
    /// Moves the head forward to events that are in the log but not in the feed, and wakes the followers: they read these events from the
    /// log. If the head is there already, only takes over what the log says about the room.
    /// </summary>
    /// <param name="room">The room as it is in the log.</param>
    internal void AdvanceTo(RoomInfo room)
    {
        lock (_gate)
        {
            // How a room was created and where its terms began is true at any head, unless the room was read before its first event.
            if (room.Head > 0 || _head == 0)
            {
                Volatile.Write(ref _info, room with { Floor = Math.Max(room.Floor, _info.Floor) });
            }

            if (room.Head <= _head)
            {
                return;
            }

            // What was missed may have erased earlier events.
            _pages.Clear();
            Clear_NeedsGate();
            Volatile.Write(ref _head, room.Head);
        }

        Wake();
    }

    /// <summary>The room's oldest events were removed. Followers that need them learn it from the log.</summary>
    internal void RaiseFloor(long floor)
    {
        lock (_gate)
        {
            Volatile.Write(ref _info, _info with { Floor = Math.Max(floor, _info.Floor) });
        }
    }

    /// <summary>Makes the feed take less memory, for the sake of other feeds.</summary>
    /// <param name="dropsUnread">
    /// False to drop only what all followers have read. True to drop the older half, read or not: followers that need it read the log.
    /// </param>
    internal void Shrink(bool dropsUnread)
    {
        lock (_gate)
        {
            var segments = _segments;
            var dropped = dropsUnread ? (segments.Length + 1) / 2 : CountPassed_NeedsGate();
            DropOldest_NeedsGate(dropped);
        }
    }

    /// <summary>Frees the memory of a feed that nobody follows any more. Nothing may follow it afterwards.</summary>
    internal void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Clear_NeedsGate();
        }
    }

    /// <summary>Adds a follower, whose reader is woken from now on.</summary>
    /// <param name="after">The position to start from.</param>
    /// <param name="reader">Woken when there may be something to read.</param>
    /// <param name="user">Who follows; may be empty.</param>
    internal Follower Follow(long after, IWakeable reader, string user = "")
    {
        var shard = _shards[(uint)Interlocked.Increment(ref _nextShard) % (uint)_shards.Length];
        var follower = new Follower(this, shard, after, _options.ReadSize, reader, user);
        shard.Add(follower);
        return follower;
    }

    /// <summary>Adds to a list how far each follower is.</summary>
    internal void AddFollowers(string room, List<FollowerStatus> followers)
    {
        foreach (var shard in _shards)
        {
            shard.AddFollowers(room, followers);
        }
    }

    /// <summary>Reads the frames of the events after a position, up to the end of one segment.</summary>
    /// <param name="position">The sequence of the last event that the reader has. Moves to the last event of the frames.</param>
    /// <param name="limit">The maximum number of bytes. A single larger frame is returned nevertheless.</param>
    /// <param name="frames">Whole frames. If the format shows none of these events, empty although the position moved.</param>
    internal FeedRead Read(ref long position, int limit, out ReadOnlySpan<byte> frames)
    {
        frames = default;

        // The head is read before the segments: the other order could miss a segment that was added in between.
        var head = Head;
        if (position >= head)
        {
            return FeedRead.AtHead;
        }

        var from = position + 1;
        var segments = _segments;
        if (segments.Length == 0 || from < segments[0].First)
        {
            return FeedRead.Lagging;
        }

        frames = FeedSegment.Find(segments, from).Read(from, head, limit, out position);
        return FeedRead.Frames;
    }

    /// <summary>True if nothing was erased since a page was read.</summary>
    internal bool IsUpToDate(LogPage page) => _pages.IsUpToDate(page);

    /// <summary>Reads from the log the page after a position, for a follower that lags.</summary>
    internal Task<LogPage> ReadLogAsync(long position) => _pages.ReadAsync(position);

    private void Append_NeedsGate(IReadOnlyList<RoomEvent> events)
    {
        if (_isClosed)
        {
            return;
        }

        DropErased_NeedsGate(events);
        var head = _head;
        try
        {
            foreach (var @event in events)
            {
                if (@event.Sequence <= head)
                {
                    continue;
                }

                if (@event.Sequence != head + 1)
                {
                    Clear_NeedsGate();
                }

                if (@event.Sequence == 1 && CreatedContent.TryDecode(@event.Content.Span, out var created))
                {
                    Volatile.Write(ref _info, _info with { Created = created });
                }

                Append_NeedsGate(@event);
                head = @event.Sequence;
            }
        }
        catch
        {
            // The format has thrown, or there is no memory. A frame may be half written, so none of this run may be read.
            Clear_NeedsGate();
            head = Math.Max(head, events[^1].Sequence);
            throw;
        }
        finally
        {
            Volatile.Write(ref _head, head);
        }
    }

    /// <summary>
    /// Drops what the events erase, and everything before it: whoever has not read that yet reads it from the log, which no longer has the
    /// erased contents.
    /// </summary>
    private void DropErased_NeedsGate(IReadOnlyList<RoomEvent> events)
    {
        foreach (var @event in events)
        {
            if (ErasureContent.TryDecode(@event.Content.Span, out var erasure))
            {
                _pages.Clear();
                DropOldest_NeedsGate(_segments.Count(segment => segment.First <= erasure.Sequences[^1]));
            }
        }
    }

    private void DropOldest_NeedsGate(int count)
    {
        if (count == 0)
        {
            return;
        }

        // The newest segment is still being filled: without it, the next event begins another.
        if (count == _segments.Length)
        {
            Clear_NeedsGate();
            return;
        }

        _segments = _segments[count..];
        SetSize_NeedsGate(_segments.Sum(segment => segment.Size));
    }

    private void Append_NeedsGate(RoomEvent @event)
    {
        var length = _format.Measure(_room, @event);
        var segment = _segments is [.., var newest] ? newest : null;
        if (segment is null || !segment.TryReserve(length, out var frame))
        {
            segment?.Seal();
            segment = new FeedSegment(@event.Sequence, Math.Max(length, NextSize(segment)));
            Push_NeedsGate(segment);
            _ = segment.TryReserve(length, out frame);
        }

        if (length > 0)
        {
            _format.Write(_room, @event, frame);
        }

        segment.Commit(length);
    }

    private static int NextSize(FeedSegment? previous) => previous is null
        ? MinSegmentSize
        : Math.Clamp(previous.Size * 2, MinSegmentSize, MaxSegmentSize);

    private void Push_NeedsGate(FeedSegment segment)
    {
        var size = _size + segment.Size;
        var evicted = 0;
        while (evicted < _segments.Length && size > _options.Capacity)
        {
            size -= _segments[evicted++].Size;
        }

        _segments = [.. _segments.AsSpan(evicted), segment];
        SetSize_NeedsGate(size);
    }

    /// <summary>How many of the oldest segments no follower needs any more.</summary>
    private int CountPassed_NeedsGate()
    {
        var segments = _segments;
        var passed = _shards.Min(shard => shard.MinPosition);
        var count = 0;
        while (count < segments.Length && (count + 1 < segments.Length ? segments[count + 1].First - 1 : _head) <= passed)
        {
            count++;
        }

        return count;
    }

    private void Wake()
    {
        foreach (var shard in _shards)
        {
            shard.Wake();
        }
    }

    private void Clear_NeedsGate()
    {
        _segments = [];
        SetSize_NeedsGate(0);
    }

    private void SetSize_NeedsGate(int size)
    {
        _budget.Add(size - _size);
        Volatile.Write(ref _size, size);
    }
}
