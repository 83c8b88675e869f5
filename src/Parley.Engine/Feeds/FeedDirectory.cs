using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Parley.Engine.Logs;
using Parley.Rooms;

namespace Parley.Engine.Feeds;

/// <summary>The feeds on this node: one for each room and format that has a follower, none for others.</summary>
public sealed class FeedDirectory
{
    private readonly ConcurrentDictionary<(string Room, IFeedFormat Format), FeedEntry> _feeds = new();
    private readonly IFeedFormat[] _formats;
    private readonly FeedOptions _options;
    private readonly IRoomLog _log;
    private readonly Lock _gate = new();

    /// <summary>A directory for feeds of the log's rooms in any of the given formats.</summary>
    public FeedDirectory(IEnumerable<IFeedFormat> formats, IOptions<FeedOptions> options, IRoomLog log) =>
        (_formats, _options, _log) = ([.. formats], options.Value, log);

    /// <summary>How many feeds are in memory.</summary>
    public int Count => _feeds.Count;

    /// <summary>Shows events to everybody who follows the room. Called by the room, in order.</summary>
    /// <returns>How many followers that wakes.</returns>
    internal int Publish(string room, IReadOnlyList<RoomEvent> events)
    {
        var followers = 0;
        foreach (var format in _formats)
        {
            if (_feeds.TryGetValue((room, format), out var entry))
            {
                entry.Feed.Append(events);
                followers += entry.Feed.Followers;
            }
        }

        return followers;
    }

    /// <summary>
    /// Tells everybody who follows the room that its log reaches so far, in case that was not published: what a failing disk kept
    /// all the same.
    /// </summary>
    internal void AdvanceTo(string room, long head)
    {
        foreach (var format in _formats)
        {
            if (_feeds.TryGetValue((room, format), out var entry))
            {
                entry.Feed.AdvanceTo(head);
            }
        }
    }

    /// <summary>Follows a room.</summary>
    /// <param name="room">The room.</param>
    /// <param name="format">How the follower wants events encoded; one of the directory's formats.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="reader">Woken when there may be something to read.</param>
    /// <returns>The follower; dispose the lease to leave.</returns>
    /// <exception cref="RoomLogException">The log cannot be read.</exception>
    public async Task<FollowerLease> FollowAsync(string room, IFeedFormat format, FollowFrom from, IWakeable reader)
    {
        var entry = Acquire((room, format));
        try
        {
            // The head is read after the feed can receive: an event is either up to that head or reaches the feed.
            await entry.BeginAsync(() => _log.ReadHeadAsync(room));
            if (from.IsBeyond(entry.Feed.Head))
            {
                // The log may be ahead of what was published, and the follower may have read it there.
                entry.Feed.AdvanceTo(await _log.ReadHeadAsync(room));
            }

            var head = entry.Feed.Head;
            return new FollowerLease(this, (room, format), entry.Feed.Follow(from.After(head), reader), head);
        }
        catch
        {
            Release((room, format));
            throw;
        }
    }

    internal void Release((string Room, IFeedFormat Format) key)
    {
        lock (_gate)
        {
            if (_feeds.TryGetValue(key, out var entry) && --entry.Followers == 0)
            {
                _feeds.TryRemove(key, out _);
            }
        }
    }

    private FeedEntry Acquire((string Room, IFeedFormat Format) key)
    {
        lock (_gate)
        {
            if (!_feeds.TryGetValue(key, out var entry))
            {
                entry = new FeedEntry(new Feed(key.Room, key.Format, _options, (after, limit) => _log.ReadAfterAsync(key.Room, after, limit), Environment.ProcessorCount));
                _feeds[key] = entry;
            }

            entry.Followers++;
            return entry;
        }
    }
}
