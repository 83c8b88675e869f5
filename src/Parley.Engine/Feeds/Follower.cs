using System.Buffers;

namespace Parley.Engine.Feeds;

/// <summary>
/// One stream's position in one room's feed: nothing is queued here and nobody waits for it. One task reads;
/// <see cref="Signal"/> may come from anywhere.
/// </summary>
public sealed class Follower
{
    private readonly Feed _feed;
    private readonly FeedShard _shard;
    private readonly int _readSize;
    private readonly AsyncSignal _signal = new();
    private long _position;

    internal Follower(Feed feed, FeedShard shard, long position, int readSize) =>
        (_feed, _shard, _position, _readSize) = (feed, shard, position, readSize);

    /// <summary>Sequence of the last event read.</summary>
    public long Position => _position;

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

    /// <summary>Completes when there may be something to do: new events, or a <see cref="Signal"/>.</summary>
    public ValueTask WaitAsync() => _signal.WaitAsync();

    /// <summary>Ends the current or the next <see cref="WaitAsync"/>; the waiter continues inside this call.</summary>
    public void Signal() => _signal.Signal();

    internal void Leave() => _shard.Remove(this);
}
