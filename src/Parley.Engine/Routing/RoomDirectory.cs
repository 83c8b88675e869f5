using Parley.Engine.Feeds;
using Parley.Engine.Logs;
using Parley.Engine.Rooms;
using Parley.Rooms;
using Parley.Rooms.Access;
using Parley.Rooms.Contents;

namespace Parley.Engine.Routing;

/// <summary>All rooms as this node sees them: posts to them, follows them and reads their log.</summary>
/// <param name="router">Brings posts to the rooms' owners.</param>
/// <param name="feeds">The feeds on this node.</param>
/// <param name="log">The log of all rooms.</param>
/// <param name="access">Who may do what. Posts are checked here; for everything else, callers ask <see cref="Check"/> first.</param>
public sealed class RoomDirectory(IRoomRouter router, FeedDirectory feeds, IRoomLog log, IRoomAccess access)
{
    /// <inheritdoc cref="IRoomAccess.Check"/>
    public Rejection? Check(Identity identity, RoomAction action, string room) => access.Check(identity, action, room);

    /// <summary>The epoch of positions in a room, as clients keep it.</summary>
    /// <param name="room">The room now.</param>
    public string EpochOf(RoomInfo room) => RoomEpoch.Of(log.Term, room).ToString();

    /// <summary>True if the log has what a reader had read in a room when it was at a position.</summary>
    /// <param name="room">A valid room name.</param>
    /// <param name="epoch">The position's epoch, from this log or any other.</param>
    /// <param name="sequence">The position's sequence.</param>
    /// <exception cref="RoomLogException">The log cannot be read.</exception>
    public async Task<bool> HoldsAsync(string room, string epoch, long sequence)
    {
        if (!RoomEpoch.TryParse(epoch, out var parsed))
        {
            return false;
        }

        var term = parsed.TermOf(sequence);
        return sequence <= (term == log.Term ? await log.ReadHeadAsync(room) : await log.ReadTermEndAsync(room, term));
    }

    /// <inheritdoc cref="FeedDirectory.FollowAsync"/>
    public Task<FollowerLease> FollowAsync(string room, IFeedFormat format, FollowFrom from, IWakeable reader, string user = "") =>
        feeds.FollowAsync(room, format, from, reader, user);

    /// <summary>Posts in order, and refuses what the users may not do; see <see cref="IRoomRouter.PostAsync"/>.</summary>
    /// <param name="room">A valid room name.</param>
    /// <param name="posts">The posts. The caller does not change them afterwards.</param>
    /// <returns>An outcome for each post, in the same order. The event of an accepted post is durable and visible to followers.</returns>
    /// <exception cref="RoomLogException">The log cannot be read. Nothing was posted.</exception>
    public Task<IReadOnlyList<PostOutcome>> PostAsync(string room, IReadOnlyList<PostCommand> posts)
    {
        foreach (var post in posts)
        {
            if (CheckPost(room, post) is not null)
            {
                return PostAllowedAsync(room, posts);
            }
        }

        return router.PostAsync(room, posts);
    }

    /// <inheritdoc cref="IRoomLog.ReadRoomAsync"/>
    public Task<RoomInfo> ReadRoomAsync(string room) => log.ReadRoomAsync(room);

    /// <inheritdoc cref="IRoomLog.ReadAfterAsync"/>
    public Task<IReadOnlyList<RoomEvent>> ReadAfterAsync(
        string room, long sequence, PageLimit limit, CancellationToken cancellationToken = default) =>
        log.ReadAfterAsync(room, sequence, limit, cancellationToken);

    /// <inheritdoc cref="IRoomLog.ReadBeforeAsync"/>
    public Task<IReadOnlyList<RoomEvent>> ReadBeforeAsync(
        string room, long sequence, PageLimit limit, CancellationToken cancellationToken = default) =>
        log.ReadBeforeAsync(room, sequence, limit, cancellationToken);

    /// <inheritdoc cref="IRoomLog.ListRoomsAsync"/>
    public Task<IReadOnlyList<RoomHead>> ListAsync(string after, int count, CancellationToken cancellationToken = default) =>
        log.ListRoomsAsync(after, count, cancellationToken);

    private Rejection? CheckPost(string room, PostCommand post)
    {
        var identity = new Identity(post.User);
        return ContentTypes.Of(post.Content.Span) switch
        {
            ContentType.Created => access.Check(identity, RoomAction.Create, room),
            ContentType.Erasure => access.CheckErase(identity, room),
            _ => access.Check(identity, RoomAction.Post, room),
        };
    }

    private async Task<IReadOnlyList<PostOutcome>> PostAllowedAsync(string room, IReadOnlyList<PostCommand> posts)
    {
        var outcomes = posts.Select(post => new PostOutcome(0, CheckPost(room, post))).ToArray();
        var allowed = Enumerable.Range(0, outcomes.Length).Where(i => outcomes[i].Rejection is null).ToList();
        var answers = allowed.Count > 0 ? await router.PostAsync(room, allowed.ConvertAll(i => posts[i])) : [];
        for (var i = 0; i < answers.Count; i++)
        {
            outcomes[allowed[i]] = answers[i];
        }

        return outcomes;
    }
}
