using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Parley.Rooms;

namespace Parley.Engine.Feeds;

/// <summary>The feeds on this node: one for each room and format that has a follower, none for others.</summary>
public sealed class FeedDirectory
{
    private readonly ConcurrentDictionary<(string Room, IFeedFormat Format), FeedEntry> _feeds = new();
    private readonly IFeedFormat[] _formats;
    private readonly FeedOptions _options;
    private readonly Lock _gate = new();

    /// <summary>A directory for feeds in any of the given formats.</summary>
    public FeedDirectory(IEnumerable<IFeedFormat> formats, IOptions<FeedOptions> options) =>
        (_formats, _options) = ([.. formats], options.Value);

    /// <summary>How many feeds are in memory.</summary>
    public int Count => _feeds.Count;

    /// <summary>Shows events to everybody who follows the room. Called by the room, in order.</summary>
    internal void Publish(string room, ReadOnlySpan<Event> events)
    {
        foreach (var format in _formats)
        {
            if (_feeds.TryGetValue((room, format), out var entry))
            {
                entry.Feed.Append(events);
            }
        }
    }

    /// <summary>The last event followers of the room were shown; 0 if nobody follows it.</summary>
    internal long Head(string room)
    {
        var head = 0L;
        foreach (var format in _formats)
        {
            head = Math.Max(head, _feeds.TryGetValue((room, format), out var entry) ? entry.Feed.Head : 0);
        }

        return head;
    }

    /// <summary>Follows a room from its head on.</summary>
    /// <param name="room">The room.</param>
    /// <param name="format">How the follower wants events encoded; one of the directory's formats.</param>
    /// <param name="readHead">
    /// Asks the room for its last event. Called after the feed can receive, so that an event is either up to that
    /// head or reaches the feed: nothing falls between.
    /// </param>
    /// <returns>The follower; dispose the lease to leave.</returns>
    internal async Task<FollowerLease> FollowAsync(string room, IFeedFormat format, Func<Task<long>> readHead)
    {
        var entry = Acquire((room, format));
        try
        {
            await entry.BeginAsync(readHead);
            return new FollowerLease(this, (room, format), entry.Feed.Follow(entry.Feed.Head));
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
                entry = new FeedEntry(new Feed(key.Format, _options, Environment.ProcessorCount));
                _feeds[key] = entry;
            }

            entry.Followers++;
            return entry;
        }
    }
}
