using System.Buffers;
using Parley.Engine.Logs;

namespace Parley.Engine.Feeds;

/// <summary>
/// The position of one stream in one room's feed. Nothing is queued for a follower, and nobody waits for it. Its reader is woken when there
/// may be something new.
/// </summary>
/// <remarks>
/// It belongs to its reader, which calls one method at a time. <see cref="Head"/> and <see cref="Position"/> may be read from any thread.
/// Frames appended during a call are included or are there at the next call.
/// </remarks>
public sealed class Follower
{
    private readonly Feed _feed;
    private readonly FeedShard _shard;
    private readonly int _readSize;
    private readonly IWakeable _reader;
    private long _position;

    internal Follower(Feed feed, FeedShard shard, long position, int readSize, IWakeable reader, string user = "") =>
        (_feed, _shard, _position, _readSize, _reader, User) = (feed, shard, position, readSize, reader, user);

    /// <summary>Who follows; may be empty.</summary>
    public string User { get; }

    /// <summary>The sequence of the last event that was read.</summary>
    public long Position => Volatile.Read(ref _position);

    /// <summary>The sequence of the last event that can be read now.</summary>
    public long Head => _feed.Head;

    /// <summary>The follower's place in its shard; -1 once removed. Guarded by the shard's gate.</summary>
    internal int Slot { get; set; }

    /// <summary>
    /// Copies the frames after the position, up to <see cref="FeedOptions.ReadSize"/> bytes or one larger frame, and moves the position.
    /// </summary>
    /// <param name="output">Receives whole frames. The caller flushes it.</param>
    /// <returns>
    /// <see cref="FeedRead.Frames"/> if the position moved. There may be more to read. If the format shows none of these events, nothing
    /// was copied.
    /// </returns>
    public FeedRead Read(IBufferWriter<byte> output)
    {
        var remaining = _readSize;
        FeedRead outcome;
        while ((outcome = _feed.Read(ref _position, remaining, out var frames)) == FeedRead.Frames)
        {
            output.Write(frames);
            remaining -= frames.Length;
            if (remaining <= 0)
            {
                return FeedRead.Frames;
            }
        }

        return outcome == FeedRead.AtHead && remaining < _readSize ? FeedRead.Frames : outcome;
    }

    /// <summary>
    /// For a follower that lags: copies frames from the log, about <see cref="FeedOptions.ReadSize"/> bytes, and moves the position. The
    /// next <see cref="Read"/> continues in the feed if the feed has the next event: the position is the only boundary between
    /// log and feed.
    /// </summary>
    /// <param name="output">Receives whole frames. The caller flushes it.</param>
    /// <exception cref="RoomLogException">The log cannot be read, or does not have the next event.</exception>
    public async Task ReadLogAsync(IBufferWriter<byte> output) => WritePage(await ReadPageAsync(), output);

    /// <summary>
    /// Reads the page that <see cref="ReadLogAsync"/> would copy, and leaves the position where it is. Pass it to
    /// <see cref="WritePage"/> before the next read.
    /// </summary>
    /// <exception cref="RoomLogException">The log cannot be read, or does not have the next event.</exception>
    public Task<LogPage> ReadPageAsync() => _feed.ReadLogAsync(_position);

    /// <summary>
    /// Copies the frames of a page, and moves the position. Does nothing if contents were erased since the page was read: it is then read
    /// again.
    /// </summary>
    /// <param name="page">The last page of <see cref="ReadPageAsync"/>.</param>
    /// <param name="output">Receives whole frames. The caller flushes it.</param>
    public void WritePage(LogPage page, IBufferWriter<byte> output)
    {
        if (_feed.IsUpToDate(page))
        {
            output.Write(page.Frames.Span);
            _position = page.Last;
        }
    }

    internal void Wake() => _reader.Wake();

    internal void Leave() => _shard.Remove(this);
}
