using System.Buffers;
using Parley.Engine.Logs;
using Parley.Rooms;

namespace Parley.Engine.Feeds;

/// <summary>
/// A room's recent events, encoded once and shared by all its followers on this node. One appender at a time; any number of
/// readers that never wait for it, nor it for them.
/// </summary>
public sealed class Feed
{
    private const int SmallestSegment = 1_024;
    private const int LargestSegment = 16_384;
    private const int MaxEventsPerPage = 4_096;

    private readonly string _room;
    private readonly IFeedFormat _format;
    private readonly FeedOptions _options;
    private readonly ReadLog _readLog;
    private readonly FeedShard[] _shards;
    private readonly Lock _gate = new();
    private volatile FeedSegment[] _segments = [];
    private long _head;
    private int _size;
    private int _nextShard;

    internal Feed(string room, IFeedFormat format, FeedOptions options, ReadLog readLog, int shards)
    {
        (_room, _format, _options, _readLog) = (room, format, options, readLog);
        _shards = new FeedShard[shards];
        for (var i = 0; i < shards; i++)
        {
            _shards[i] = new FeedShard();
        }
    }

    /// <summary>Sequence of the last event in the feed; events up to here are visible to followers.</summary>
    public long Head => Volatile.Read(ref _head);

    /// <summary>Bytes of encoded events kept, including unused space.</summary>
    public int Size => Volatile.Read(ref _size);

    /// <summary>Sequence of the oldest event still kept; <see cref="Head"/> + 1 if there is none.</summary>
    public long First => _segments is [var oldest, ..] ? oldest.First : Head + 1;

    /// <summary>How many follow it now.</summary>
    internal int Followers => _shards.Sum(shard => shard.Count);

    /// <summary>Makes events visible to all followers, then wakes them.</summary>
    /// <param name="events">Events in order. Those the feed has already are passed over; a gap forgets everything older.</param>
    internal void Append(IReadOnlyList<RoomEvent> events)
    {
        lock (_gate)
        {
            var head = _head;
            foreach (var @event in events)
            {
                if (@event.Sequence <= head)
                {
                    continue;
                }

                if (@event.Sequence != head + 1)
                {
                    Forget_NeedsGate();
                }

                Append_NeedsGate(@event);
                head = @event.Sequence;
            }

            Volatile.Write(ref _head, head);
        }

        Wake();
    }

    /// <summary>Makes the log's events up to <paramref name="head"/> visible, without having them: followers read them there.</summary>
    internal void AdvanceTo(long head)
    {
        lock (_gate)
        {
            if (head <= _head)
            {
                return;
            }

            Forget_NeedsGate();
            Volatile.Write(ref _head, head);
        }

        Wake();
    }

    /// <summary>A new follower, which is woken from now on.</summary>
    internal Follower Follow(long after, IWakeable reader)
    {
        var shard = _shards[(uint)Interlocked.Increment(ref _nextShard) % (uint)_shards.Length];
        var follower = new Follower(this, shard, after, _options.ReadSize, reader);
        shard.Add(follower);
        return follower;
    }

    /// <summary>Frames of the events after <paramref name="position"/>, at most about <paramref name="limit"/> bytes.</summary>
    /// <param name="position">In: the last event the reader has. Out: the last event it has with these frames.</param>
    /// <param name="limit">Most bytes wanted; a single larger frame is returned all the same.</param>
    /// <param name="frames">Whole frames; may be empty although the position moved, if the format shows none of the events.</param>
    internal FeedRead Read(ref long position, int limit, out ReadOnlySpan<byte> frames)
    {
        frames = default;
        var head = Head;
        if (position >= head)
        {
            return FeedRead.AtHead;
        }

        var from = position + 1;
        var segments = _segments;
        if (segments.Length == 0 || from < segments[0].First)
        {
            return FeedRead.FellOut;
        }

        frames = Find(segments, from).Read(from, head, limit, out position);
        return FeedRead.Frames;
    }

    /// <summary>Events after <paramref name="position"/> from the log, where the feed no longer has them.</summary>
    internal Task<IReadOnlyList<RoomEvent>> ReadLogAsync(long position) =>
        _readLog(position, new PageLimit(MaxEventsPerPage, _options.ReadSize));

    /// <summary>Encodes an event as it is in the feed.</summary>
    internal void Write(RoomEvent @event, IBufferWriter<byte> output)
    {
        var length = _format.Measure(_room, @event);
        if (length > 0)
        {
            _format.Write(_room, @event, output.GetSpan(length)[..length]);
            output.Advance(length);
        }
    }

    private static FeedSegment Find(FeedSegment[] segments, long sequence)
    {
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
        ? SmallestSegment
        : Math.Clamp(previous.Size * 2, SmallestSegment, LargestSegment);

    private void Push_NeedsGate(FeedSegment segment)
    {
        var size = _size + segment.Size;
        var evicted = 0;
        while (evicted < _segments.Length && size > _options.Capacity)
        {
            size -= _segments[evicted++].Size;
        }

        _segments = [.. _segments.AsSpan(evicted), segment];
        Volatile.Write(ref _size, size);
    }

    private void Wake()
    {
        foreach (var shard in _shards)
        {
            shard.Wake();
        }
    }

    private void Forget_NeedsGate()
    {
        _segments = [];
        Volatile.Write(ref _size, 0);
    }
}
