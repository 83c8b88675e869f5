using System.Globalization;
using Parley.Engine.Feeds;
using Parley.Rooms;

namespace Parley.Micro;

/// <summary>Events of a chat, for the benchmarks.</summary>
internal static class Samples
{
    public const string Room = "lobby";

    /// <summary>An event with a text of this many bytes.</summary>
    public static RoomEvent Event(long sequence, int bytes = 32) =>
        RoomEvent.Message(sequence, "ada", DateTimeOffset.UnixEpoch.AddDays(20_000), Text(bytes), "3f2c");

    /// <summary>Consecutive events, each of its own command.</summary>
    public static RoomEvent[] Events(long first, int count)
    {
        var @event = Event(first);
        return [.. Enumerable.Range(0, count).Select(i => @event with
        {
            Sequence = first + i,
            CommandId = (first + i).ToString(CultureInfo.InvariantCulture),
        })];
    }

    /// <summary>A text of this many bytes.</summary>
    public static string Text(int bytes) => new('x', bytes);

    /// <summary>A feed without followers and without a log to fall back on.</summary>
    public static Feed Feed(IFeedFormat format) =>
        new(
            Room,
            format,
            new FeedOptions(),
            new FeedBudget(long.MaxValue),
            (_, _) => throw new InvalidOperationException("There is no log."),
            () => throw new InvalidOperationException("There is no log."),
            shards: 1);
}
