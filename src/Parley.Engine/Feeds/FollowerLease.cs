using Parley.Engine.Logs;
using Parley.Rooms.Contents;

namespace Parley.Engine.Feeds;

/// <summary>A follower's place in a room. Disposing the lease ends it; the room's last lease frees the feed.</summary>
public sealed class FollowerLease : IDisposable
{
    private readonly FeedDirectory _directory;
    private readonly (string Room, IFeedFormat Format) _key;
    private int _disposed;

    internal FollowerLease(FeedDirectory directory, (string Room, IFeedFormat Format) key, Follower follower, RoomInfo room) =>
        (_directory, _key, Follower, HeadAtJoin, Created) = (directory, key, follower, room.Head, room.Created);

    /// <summary>The position to read from.</summary>
    public Follower Follower { get; }

    /// <summary>The room's head when the follower joined. Events up to it are history to the follower; later ones are live.</summary>
    public long HeadAtJoin { get; }

    /// <summary>
    /// How the room was created; <c>null</c> if it had no events when the follower joined, or is a chat room that nobody created.
    /// </summary>
    public CreatedContent? Created { get; }

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
