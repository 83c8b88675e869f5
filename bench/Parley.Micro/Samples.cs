using System.Globalization;
using Parley.Engine.Feeds;
using Parley.Rooms;

namespace Parley.Micro;

/// <summary>What the benchmarks are about: events as they are said in a chat.</summary>
internal static class Samples
{
    public const string Room = "lobby";

    /// <summary>An event with a text of so many bytes.</summary>
    public static RoomEvent Event(long sequence, int bytes = 32) =>
        new(sequence, "ada", DateTimeOffset.UnixEpoch.AddDays(20_000), Text(bytes), "3f2c");

    /// <summary>Events that follow one another, of as many commands.</summary>
    public static RoomEvent[] Events(long first, int count)
    {
        var @event = Event(first);
        return [.. Enumerable.Range(0, count).Select(i => @event with
        {
            Sequence = first + i,
            CommandId = (first + i).ToString(CultureInfo.InvariantCulture),
        })];
    }

    /// <summary>A text of so many bytes.</summary>
    public static string Text(int bytes) => new('x', bytes);

    /// <summary>A feed without followers, that cannot fall back on a log.</summary>
    public static Feed Feed(IFeedFormat format) =>
        new(Room, format, new FeedOptions(), (_, _) => throw new InvalidOperationException("There is no log."), shards: 1);
}
