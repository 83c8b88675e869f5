using System.Buffers;
using Parley.Engine.Logs;
using Parley.Rooms;

namespace Parley.Engine.Feeds;

/// <summary>
/// One stream's position in one room's feed: nothing is queued here and nobody waits for it. One task reads, and its reader
/// is woken when there may be something new.
/// </summary>
public sealed class Follower
{
    private readonly Feed _feed;
    private readonly FeedShard _shard;
    private readonly int _readSize;
    private readonly IWakeable _reader;
    private long _position;

    internal Follower(Feed feed, FeedShard shard, long position, int readSize, IWakeable reader) =>
        (_feed, _shard, _position, _readSize, _reader) = (feed, shard, position, readSize, reader);

    /// <summary>Sequence of the last event read.</summary>
    public long Position => _position;

    /// <summary>Sequence of the last event there is to read now.</summary>
    public long Head => _feed.Head;

    /// <summary>Where the shard keeps this follower; -1 once removed. Guarded by the shard's gate.</summary>
    internal int Slot { get; set; }

    /// <summary>Copies frames that are new to this follower, up to <see cref="FeedOptions.ReadSize"/>, and moves the position.</summary>
    /// <param name="output">Receives whole frames; not flushed here.</param>
    public FeedRead Read(IBufferWriter<byte> output)
    {
        var left = _readSize;
        FeedRead outcome;
        while ((outcome = _feed.Read(ref _position, left, out var frames)) == FeedRead.Frames)
        {
            output.Write(frames);
            left -= frames.Length;
            if (left <= 0)
            {
                return FeedRead.Frames;
            }
        }

        return outcome == FeedRead.AtHead && left < _readSize ? FeedRead.Frames : outcome;
    }

    /// <summary>
    /// Copies frames from the log after the follower fell out of the feed, about <see cref="FeedOptions.ReadSize"/> bytes, and moves the
    /// position. The next <see cref="Read"/> goes on from the feed if it has what follows: the position is the one cut.
    /// </summary>
    /// <param name="output">Receives whole frames; not flushed here.</param>
    /// <exception cref="RoomLogException">The log cannot be read, or no longer has these events.</exception>
    public async Task ReadLogAsync(IBufferWriter<byte> output) => Write(await ReadPageAsync(), output);

    /// <summary>The events that <see cref="ReadLogAsync"/> would copy, for <see cref="Write"/>; the position stays.</summary>
    /// <exception cref="RoomLogException">The log cannot be read, or no longer has these events.</exception>
    public async Task<IReadOnlyList<RoomEvent>> ReadPageAsync()
    {
        var page = await _feed.ReadLogAsync(_position);
        return page.Count > 0 && page[0].Sequence == _position + 1
            ? page
            : throw new RoomLogException(RoomLogFailure.Unavailable, $"The log has no event {_position + 1}.");
    }

    /// <summary>Copies a page of <see cref="ReadPageAsync"/>, and moves the position.</summary>
    public void Write(IReadOnlyList<RoomEvent> page, IBufferWriter<byte> output)
    {
        foreach (var @event in page)
        {
            _feed.Write(@event, output);
            _position = @event.Sequence;
        }
    }

    internal void Wake() => _reader.Wake();

    internal void Leave() => _shard.Remove(this);
}
