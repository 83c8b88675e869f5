using System.Collections.Concurrent;
using Parley.Engine.Feeds;
using Parley.Rooms;

namespace Parley.Engine.Tests.Feeds;

/// <summary>Counts how many times each event is encoded.</summary>
internal sealed class CountingFormat : IFeedFormat
{
    private readonly TextFormat _format = new();

    public int MinFrameBytes { get; init; } = 8;

    /// <summary>Encodings by sequence.</summary>
    public ConcurrentDictionary<long, int> Encoded { get; } = new();

    public int Measure(string room, RoomEvent @event) => _format.Measure(room, @event);

    public void Write(string room, RoomEvent @event, Span<byte> destination)
    {
        Encoded.AddOrUpdate(@event.Sequence, 1, (_, count) => count + 1);
        _format.Write(room, @event, destination);
    }
}
