using Parley.Engine.Logs;

namespace Parley.Engine.Feeds;

/// <summary>A follower's place in a room. Disposing the lease ends it; the room's last lease frees the feed.</summary>
public sealed class FollowerLease : IDisposable
{
    private readonly FeedDirectory _directory;
    private readonly (string Room, IFeedFormat Format) _key;
    private int _disposed;

    internal FollowerLease(FeedDirectory directory, (string Room, IFeedFormat Format) key, Follower follower, RoomInfo room) =>
        (_directory, _key, Follower, Room) = (directory, key, follower, room);

    /// <summary>The position to read from.</summary>
    public Follower Follower { get; }

    /// <summary>The room's head when the follower joined. Events up to it are history to the follower; later ones are live.</summary>
    public long HeadAtJoin => Room.Head;

    /// <summary>The room when the follower joined.</summary>
    public RoomInfo Room { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            Follower.Leave();
            _directory.Release(_key);
        }
    }
}
