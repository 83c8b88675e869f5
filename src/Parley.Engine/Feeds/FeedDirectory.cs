using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Parley.Engine.Logs;
using Parley.Rooms;

namespace Parley.Engine.Feeds;

/// <summary>The feeds on this node: one for each room and format that has a follower.</summary>
public sealed class FeedDirectory
{
    // Events that are about to be published are few, unless publishing was skipped.
    private static readonly PageLimit Unpublished = new(1_000, 262_144, IsUrgent: true);

    private readonly ConcurrentDictionary<(string Room, IFeedFormat Format), FeedEntry> _feeds = new();
    private readonly IFeedFormat[] _formats;
    private readonly FeedOptions _options;
    private readonly FeedBudget _budget;
    private readonly IRoomLog _log;
    private readonly ILogger<FeedDirectory> _logger;

    // Guards adding and removing feeds, and their lease counts. Publishing takes no lock.
    private readonly Lock _gate = new();

    /// <summary>An empty directory for the rooms of a log.</summary>
    /// <param name="formats">Every format that followers may ask for.</param>
    /// <param name="options">Sizes of the feeds.</param>
    /// <param name="log">Where lagging followers read.</param>
    /// <param name="logger">For events that could not be published.</param>
    public FeedDirectory(
        IEnumerable<IFeedFormat> formats, IOptions<FeedOptions> options, IRoomLog log, ILogger<FeedDirectory> logger) =>
        (_formats, _options, _budget, _log, _logger) =
            ([.. formats], options.Value, new FeedBudget(options.Value.Budget), log, logger);

    /// <summary>How many feeds are in memory.</summary>
    public int Count => _feeds.Count;

    /// <summary>The bytes of encoded events that the feeds have in memory, including unused space.</summary>
    public long Size => _budget.Used;

    /// <summary>
    /// Makes committed events visible to the room's followers. Called by the committer, in the order of the log. If a feed fails to take
    /// them, its followers read them from the log.
    /// </summary>
    /// <returns>How many followers are woken.</returns>
    internal int Publish(string room, IReadOnlyList<RoomEvent> events)
    {
        var followers = 0;
        foreach (var format in _formats)
        {
            if (_feeds.TryGetValue((room, format), out var entry))
            {
                Append(room, entry.Feed, events);
                followers += entry.Feed.FollowerCount;
            }
        }

        if (_budget.IsExceeded)
        {
            Shrink();
        }

        return followers;
    }

    /// <summary>
    /// Moves the room's feeds forward to the head of its log, in case some of the log's events were not published: a failing disk may keep
    /// what it reported as failed.
    /// </summary>
    internal void AdvanceTo(string name, RoomInfo room)
    {
        foreach (var format in _formats)
        {
            if (_feeds.TryGetValue((name, format), out var entry))
            {
                entry.Feed.AdvanceTo(room);
            }
        }
    }

    /// <summary>The oldest events of a room were removed from its log.</summary>
    /// <param name="room">A valid room name.</param>
    /// <param name="floor">The sequence of the room's oldest event now.</param>
    internal void RaiseFloor(string room, long floor)
    {
        foreach (var format in _formats)
        {
            if (_feeds.TryGetValue((room, format), out var entry))
            {
                entry.Feed.RaiseFloor(floor);
            }
        }
    }

    /// <summary>Follows a room: the follower gets every event after its position once, in order.</summary>
    /// <param name="room">A valid room name.</param>
    /// <param name="format">How events are encoded for this follower; one of the formats that the host added.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="reader">Woken when there may be something to read.</param>
    /// <param name="user">Who follows, for <see cref="ListFollowers"/>; may be empty.</param>
    /// <returns>A lease on the follower's place. Dispose it to stop following.</returns>
    /// <exception cref="RoomLogException">The log cannot be read.</exception>
    public async Task<FollowerLease> FollowAsync(string room, IFeedFormat format, FollowFrom from, IWakeable reader, string user = "")
    {
        var entry = Acquire((room, format));
        try
        {
            // The entry is in the directory before the head is read, so every event is either up to that head or published to the feed.
            await entry.InitializeAsync(() => _log.ReadRoomAsync(room));
            if (from.IsBeyond(entry.Feed.Head) || entry.Feed.IsBelowFloor)
            {
                // The log may have more than was published. The follower may have seen it there, or it may even be removed already.
                await CatchUpAsync(room, entry.Feed);
            }

            var head = entry.Feed.Head;
            var info = entry.Feed.InfoAt(head);
            var follower = entry.Feed.Follow(from.ToPosition(head, info.Floor), reader, user);
            return new FollowerLease(this, (room, format), follower, info);
        }
        catch
        {
            Release((room, format));
            throw;
        }
    }

    /// <summary>How far each follower on this node is, in no order.</summary>
    public IReadOnlyList<FollowerStatus> ListFollowers()
    {
        var followers = new List<FollowerStatus>();
        foreach (var ((room, _), entry) in _feeds)
        {
            entry.Feed.AddFollowers(room, followers);
        }

        return followers;
    }

    internal void Release((string Room, IFeedFormat Format) key)
    {
        FeedEntry? entry;
        lock (_gate)
        {
            if (!_feeds.TryGetValue(key, out entry) || --entry.Leases > 0)
            {
                return;
            }

            _feeds.TryRemove(key, out _);
        }

        // Nobody waits for its pages any more.
        entry.Reading.Cancel();
        entry.Feed.Close();
    }

    private void Shrink()
    {
        foreach (var dropsUnread in new[] { false, true })
        {
            foreach (var (_, entry) in _feeds)
            {
                if (_budget.HasRoom)
                {
                    return;
                }

                entry.Feed.Shrink(dropsUnread);
            }
        }
    }

    /// <summary>Gives a feed what the log has and the committer has not published yet.</summary>
    private async Task CatchUpAsync(string name, Feed feed)
    {
        var room = await _log.ReadRoomAsync(name);
        Append(name, feed, await _log.ReadAfterAsync(name, feed.Head, Unpublished));
        feed.AdvanceTo(room);
    }

    private void Append(string room, Feed feed, IReadOnlyList<RoomEvent> events)
    {
        try
        {
            feed.Append(events);
        }
        catch (Exception exception)
        {
            FeedLogMessages.NotAppended(_logger, room, exception);
        }
    }

    private async Task<long> ReadFloorAsync(string room) => (await _log.ReadRoomAsync(room)).Floor;

    private FeedEntry Acquire((string Room, IFeedFormat Format) key)
    {
        lock (_gate)
        {
            if (!_feeds.TryGetValue(key, out var entry))
            {
                var (room, format) = key;
                var reading = new CancellationTokenSource();
                ReadLog readLog = (after, limit) => _log.ReadAfterAsync(room, after, limit, reading.Token);
                var feed = new Feed(
                    room, format, _options, _budget, readLog, () => ReadFloorAsync(room), shards: Environment.ProcessorCount);
                _feeds[key] = entry = new FeedEntry(feed, reading);
            }

            entry.Leases++;
            return entry;
        }
    }
}
