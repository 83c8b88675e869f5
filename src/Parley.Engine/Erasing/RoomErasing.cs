using Parley.Engine.Logs;
using Parley.Engine.Routing;
using Parley.Protocol;
using Parley.Rooms;
using Parley.Rooms.Contents;

namespace Parley.Engine.Erasing;

/// <summary>Erases contents of rooms for the operator, who does not ask for access.</summary>
/// <param name="router">Brings commands to the rooms' owners.</param>
/// <param name="log">The log of all rooms.</param>
public sealed class RoomErasing(IRoomRouter router, IRoomLog log)
{
    /// <summary>
    /// On a nearly full disk, the log takes erasures only, but refuses an erasure that is written together with posts. This many attempts
    /// are enough to be alone once, even in a busy room.
    /// </summary>
    private const int MaxAttempts = 20;

    private static readonly PageLimit OneEvent = new(1, int.MaxValue);

    private static readonly Rejection Cancelled = new(
        ParleyCode.Unavailable, "The server is shutting down and stopped erasing. Erase again when it is back.");

    /// <summary>Erases contents. They are gone from the log and from memory when this completes.</summary>
    /// <param name="room">A valid room name.</param>
    /// <param name="sequences">The sequences of the events, in any order; each 1 or more.</param>
    /// <param name="user">The author of the events that say what was erased; see <see cref="UserName"/>.</param>
    /// <param name="cancellationToken">Ends the work early: a part may be erased.</param>
    /// <exception cref="RoomLogException">
    /// The log cannot be read, and nothing was erased. Not thrown for a damaged event, which can be erased.
    /// </exception>
    /// <exception cref="OperationCanceledException">The work was cancelled before anything was erased.</exception>
    public async Task<ErasureResult> EraseAsync(
        string room, IEnumerable<long> sequences, string user, CancellationToken cancellationToken)
    {
        var outcomes = new SortedDictionary<long, ErasureOutcome>();
        var erasable = new List<long>();
        var damaged = new HashSet<long>();
        var info = await log.ReadRoomAsync(room);
        foreach (var sequence in sequences.Distinct().Order())
        {
            switch (await FindReasonAsync(room, info, sequence, cancellationToken))
            {
                case null:
                    erasable.Add(sequence);
                    break;
                case ErasureOutcome.Damaged:
                    // Its type cannot be trusted either. Erasing it shows whether it is of one that stays.
                    erasable.Add(sequence);
                    damaged.Add(sequence);
                    break;
                case { } outcome:
                    outcomes[sequence] = outcome;
                    break;
            }
        }

        foreach (var part in erasable.Chunk(ProtocolLimits.ErasureEvents))
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return new ErasureResult(outcomes, Cancelled);
            }

            if (await PostAsync(room, user, part) is { } rejection)
            {
                return new ErasureResult(outcomes, rejection);
            }

            foreach (var sequence in part)
            {
                var stays = damaged.Contains(sequence)
                    && await FindReasonAsync(room, info, sequence, cancellationToken) == ErasureOutcome.Damaged;
                outcomes[sequence] = stays ? ErasureOutcome.Damaged : ErasureOutcome.Erased;
            }
        }

        return new ErasureResult(outcomes, null);
    }

    private async Task<Rejection?> PostAsync(string room, string user, long[] sequences)
    {
        try
        {
            var command = new PostCommand(user, new ErasureContent(sequences).Encode());
            Rejection? rejection = null;
            for (var attempt = 0; attempt < MaxAttempts; attempt++)
            {
                rejection = (await router.PostAsync(room, [command]))[0].Rejection;
                if (rejection?.Code != ParleyCode.StorageFull)
                {
                    break;
                }
            }

            return rejection;
        }
        catch (RoomLogException exception)
        {
            return new Rejection(ParleyCode.Unavailable, exception.Message);
        }
    }

    /// <summary>Why there is nothing to erase; <c>null</c> if there is something.</summary>
    private async Task<ErasureOutcome?> FindReasonAsync(string room, RoomInfo info, long sequence, CancellationToken cancellationToken)
    {
        if (sequence > info.Head)
        {
            return ErasureOutcome.Missing;
        }

        IReadOnlyList<RoomEvent> found;
        try
        {
            found = await log.ReadAfterAsync(room, sequence - 1, OneEvent, cancellationToken);
        }
        catch (RoomLogException exception) when (exception.Failure == RoomLogFailure.Damaged)
        {
            return sequence == 1 && info.Created is not null ? ErasureOutcome.Kept : ErasureOutcome.Damaged;
        }

        return found is not [var @event] || @event.Sequence != sequence ? ErasureOutcome.Removed
            : ContentTypes.Of(@event.Content.Span) switch
            {
                ContentType.Erased => ErasureOutcome.ErasedBefore,
                ContentType.Created or ContentType.Erasure => ErasureOutcome.Kept,
                _ => null,
            };
    }
}
