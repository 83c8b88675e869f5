using System.Runtime.CompilerServices;
using Parley.Client;

namespace Parley.Command.Rooms;

/// <summary>Reads the events of a room up to the one that was the last when the reading began.</summary>
internal static class RoomHistory
{
    /// <summary>The last events, oldest first.</summary>
    /// <param name="client">The client that reads.</param>
    /// <param name="room">The room.</param>
    /// <param name="count">The maximum number of events; 0 or more.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static IAsyncEnumerable<RoomEvent> ReadLastAsync(
        this ParleyClient client, string room, long count, CancellationToken cancellationToken) =>
        client.ReadAsync(room, head => Math.Max(0, head - count), cancellationToken);

    /// <summary>The events after a sequence, oldest first.</summary>
    /// <param name="client">The client that reads.</param>
    /// <param name="room">The room.</param>
    /// <param name="sequence">The sequence before the first event wanted; 0 for all events.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static IAsyncEnumerable<RoomEvent> ReadAfterAsync(
        this ParleyClient client, string room, long sequence, CancellationToken cancellationToken) =>
        client.ReadAsync(room, _ => sequence, cancellationToken);

    /// <summary>The position of the last event of a room.</summary>
    public static async Task<Position> ReadHeadAsync(this ParleyClient client, string room, CancellationToken cancellationToken) =>
        (await client.ListEventsAsync(room, HistoryRange.FromEnd, pageSize: 1, cancellationToken)).Head;

    private static async IAsyncEnumerable<RoomEvent> ReadAsync(
        this ParleyClient client, string room, Func<long, long> findStart, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var head = await client.ReadHeadAsync(room, cancellationToken);
        var after = findStart(head.Sequence);
        if (after >= head.Sequence)
        {
            yield break;
        }

        await foreach (var @event in client.ReadHistoryAsync(room, HistoryRange.After(new Position(head.Epoch, after)), cancellationToken))
        {
            yield return @event;
            if (@event.Sequence >= head.Sequence)
            {
                yield break;
            }
        }
    }
}
