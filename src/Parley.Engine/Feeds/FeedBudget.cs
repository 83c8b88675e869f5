namespace Parley.Engine.Feeds;

/// <summary>The bytes that all feeds of a node take together.</summary>
/// <param name="limit">See <see cref="FeedOptions.Budget"/>.</param>
internal sealed class FeedBudget(long limit)
{
    // Shrinking visits every feed, so it makes room for some time.
    private const int FreedShare = 8;

    private long _used;

    /// <summary>The bytes that the feeds take now.</summary>
    public long Used => Volatile.Read(ref _used);

    /// <summary>True if the feeds take more than they may.</summary>
    public bool IsExceeded => Used > limit;

    /// <summary>True if the feeds take little enough that shrinking may end.</summary>
    public bool HasRoom => Used <= limit - (limit / FreedShare);

    /// <summary>A feed takes more memory, or less.</summary>
    public void Add(long bytes) => Interlocked.Add(ref _used, bytes);
}
