using Parley.Engine.Feeds;
using Parley.Engine.Logs;
using Parley.Engine.Rooms;
using Parley.Rooms;

namespace Parley.Engine.Routing;

/// <summary>All rooms as this node sees them: posts to them, follows them and reads their log.</summary>
/// <param name="router">Brings posts to the rooms' owners.</param>
/// <param name="feeds">The feeds on this node.</param>
/// <param name="log">The log of all rooms.</param>
public sealed class RoomDirectory(IRoomRouter router, FeedDirectory feeds, IRoomLog log)
{
    /// <summary>The log's epoch as clients see it, 32 hexadecimal digits. A position with a different epoch means nothing here.</summary>
    public string Epoch { get; } = log.Epoch.ToString("N");

    /// <inheritdoc cref="FeedDirectory.FollowAsync"/>
    public Task<FollowerLease> FollowAsync(string room, IFeedFormat format, FollowFrom from, IWakeable reader) =>
        feeds.FollowAsync(room, format, from, reader);

    /// <inheritdoc cref="IRoomRouter.PostAsync"/>
    public Task<IReadOnlyList<PostOutcome>> PostAsync(string room, IReadOnlyList<PostCommand> posts) => router.PostAsync(room, posts);

    /// <inheritdoc cref="IRoomLog.ReadHeadAsync"/>
    public Task<long> ReadHeadAsync(string room) => log.ReadHeadAsync(room);

    /// <inheritdoc cref="IRoomLog.ReadAfterAsync"/>
    public Task<IReadOnlyList<RoomEvent>> ReadAfterAsync(string room, long sequence, PageLimit limit) =>
        log.ReadAfterAsync(room, sequence, limit);

    /// <inheritdoc cref="IRoomLog.ReadBeforeAsync"/>
    public Task<IReadOnlyList<RoomEvent>> ReadBeforeAsync(string room, long sequence, PageLimit limit) =>
        log.ReadBeforeAsync(room, sequence, limit);

    /// <inheritdoc cref="IRoomLog.ListRoomsAsync"/>
    public Task<IReadOnlyList<RoomHead>> ListAsync(string after, int count) => log.ListRoomsAsync(after, count);
}
