namespace Parley.Engine.Feeds;

/// <summary>A follower's place in a room. Disposing it leaves; the last to leave frees the feed.</summary>
public sealed class FollowerLease : IDisposable
{
    private readonly FeedDirectory _directory;
    private readonly (string Room, IFeedFormat Format) _key;
    private int _left;

    internal FollowerLease(FeedDirectory directory, (string Room, IFeedFormat Format) key, Follower follower, long head) =>
        (_directory, _key, Follower, JoinedAt) = (directory, key, follower, head);

    /// <summary>The position to read from.</summary>
    public Follower Follower { get; }

    /// <summary>The room's head when this follower joined; events up to here are history to it.</summary>
    public long JoinedAt { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _left, 1) == 0)
        {
            Follower.Leave();
            _directory.Release(_key);
        }
    }
}
