using System.Runtime.CompilerServices;
using Parley.Client;
using Parley.Command.Clients;

namespace Parley.Command.Rooms;

/// <summary>A room's events up to the one that was the last when the reading began.</summary>
internal static class RoomHistory
{
    /// <summary>The last events, oldest first.</summary>
    /// <param name="client">Who asks.</param>
    /// <param name="room">The room.</param>
    /// <param name="count">How many; all if there are fewer. 0 or more.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async IAsyncEnumerable<RoomEvent> ReadLastAsync(
        this ParleyClient client, string room, long count, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var head = await client.ReadHeadAsync(room, cancellationToken);
        await foreach (var @event in client.ReadAsync(room, Math.Max(0, head.Sequence - count), head, cancellationToken))
        {
            yield return @event;
        }
    }

    /// <summary>The events after a sequence.</summary>
    /// <inheritdoc cref="ReadLastAsync"/>
    public static async IAsyncEnumerable<RoomEvent> ReadAfterAsync(
        this ParleyClient client, string room, long sequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var head = await client.ReadHeadAsync(room, cancellationToken);
        await foreach (var @event in client.ReadAsync(room, sequence, head, cancellationToken))
        {
            yield return @event;
        }
    }

    private static async Task<Position> ReadHeadAsync(this ParleyClient client, string room, CancellationToken cancellationToken) =>
        (await client.ListEventsAsync(room, HistoryRange.FromEnd, pageSize: 1, cancellationToken)).Head;

    private static async IAsyncEnumerable<RoomEvent> ReadAsync(
        this ParleyClient client, string room, long after, Position head, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (after >= head.Sequence)
        {
            yield break;
        }

        await foreach (var @event in client.ReadHistoryAsync(room, HistoryRange.After(after), cancellationToken))
        {
            if (@event.Position.Epoch != head.Epoch)
            {
                throw new CommandException($"The log of {room} was replaced while it was read. Read it again.", CommandRunner.Failure);
            }

            yield return @event;
            if (@event.Sequence >= head.Sequence)
            {
                yield break;
            }
        }
    }
}
