using Parley.Engine.Feeds;
using Parley.Engine.Logs;
using Parley.Rooms;

namespace Parley.Engine.Rooms;

/// <summary>The way to every room from this node: post to it, follow it.</summary>
public sealed class RoomDirectory
{
    private readonly IGrainFactory _grains;
    private readonly FeedDirectory _feeds;
    private readonly IRoomLog _log;

    /// <summary>The rooms of a log, owned by grains, whose feeds on this node are <paramref name="feeds"/>.</summary>
    public RoomDirectory(IGrainFactory grains, FeedDirectory feeds, IRoomLog log)
    {
        (_grains, _feeds, _log) = (grains, feeds, log);
        Epoch = log.Epoch.ToString("N");
    }

    /// <summary>Identity of this incarnation of all rooms: positions of another one mean nothing here.</summary>
    public string Epoch { get; }

    /// <summary>Follows a room: every event after the follower's position is seen once, in order.</summary>
    /// <param name="room">A valid room name.</param>
    /// <param name="format">How events are encoded for this follower.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="reader">Woken when there may be something to read.</param>
    /// <exception cref="RoomLogException">The log cannot be read.</exception>
    public Task<FollowerLease> FollowAsync(string room, IFeedFormat format, FollowFrom from, IWakeable reader) =>
        _feeds.FollowAsync(room, format, from, reader);

    /// <summary>Posts in order; nothing of other streams comes between the posts of a call.</summary>
    /// <param name="room">A valid room name.</param>
    /// <param name="posts">What to post; not changed by the caller afterwards.</param>
    /// <returns>An outcome for each post, in the same order. What has a sequence is durable.</returns>
    /// <exception cref="RoomLogException">The log cannot be read; nothing was posted.</exception>
    public async Task<IReadOnlyList<PostOutcome>> PostAsync(string room, IReadOnlyList<PostCommand> posts) =>
        (await _grains.GetGrain<IRoomGrain>(room).PostAsync(new PostBatch(posts))).Items;

    /// <summary>The sequence of a room's last event; 0 if it has none.</summary>
    /// <exception cref="RoomLogException">The log cannot be read.</exception>
    public Task<long> ReadHeadAsync(string room) => _log.ReadHeadAsync(room);

    /// <inheritdoc cref="IRoomLog.ReadAfterAsync"/>
    public Task<IReadOnlyList<RoomEvent>> ReadAfterAsync(string room, long sequence, PageLimit limit) => _log.ReadAfterAsync(room, sequence, limit);

    /// <inheritdoc cref="IRoomLog.ReadBeforeAsync"/>
    public Task<IReadOnlyList<RoomEvent>> ReadBeforeAsync(string room, long sequence, PageLimit limit) => _log.ReadBeforeAsync(room, sequence, limit);

    /// <inheritdoc cref="IRoomLog.ListRoomsAsync"/>
    public Task<IReadOnlyList<RoomHead>> ListAsync(string after, int count) => _log.ListRoomsAsync(after, count);
}
