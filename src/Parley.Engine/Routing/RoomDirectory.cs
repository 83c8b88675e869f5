using Parley.Engine.Feeds;
using Parley.Engine.Logs;
using Parley.Engine.Rooms;
using Parley.Rooms;

namespace Parley.Engine.Routing;

/// <summary>Every room, seen from this node: post to it, follow it, read it.</summary>
/// <param name="router">Leads to the rooms' owners.</param>
/// <param name="feeds">The feeds on this node.</param>
/// <param name="log">The log of all rooms.</param>
public sealed class RoomDirectory(IRoomRouter router, FeedDirectory feeds, IRoomLog log)
{
    /// <summary>Identity of this incarnation of the log. A position with another epoch means nothing here.</summary>
    public string Epoch { get; } = log.Epoch.ToString("N");

    /// <summary>Follows a room: the follower sees every event after its position once, in order.</summary>
    /// <param name="room">A valid room name.</param>
    /// <param name="format">How events are encoded for this follower.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="reader">Woken when there may be something to read.</param>
    /// <exception cref="RoomLogException">The log cannot be read.</exception>
    public Task<FollowerLease> FollowAsync(string room, IFeedFormat format, FollowFrom from, IWakeable reader) =>
        feeds.FollowAsync(room, format, from, reader);

    /// <inheritdoc cref="IRoomRouter.PostAsync"/>
    public Task<IReadOnlyList<PostOutcome>> PostAsync(string room, IReadOnlyList<PostCommand> posts) => router.PostAsync(room, posts);

    /// <summary>The sequence of a room's last event; 0 if it has none.</summary>
    /// <exception cref="RoomLogException">The log cannot be read.</exception>
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
