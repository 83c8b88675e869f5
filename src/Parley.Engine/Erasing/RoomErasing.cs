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
    private static readonly PageLimit OneEvent = new(1, int.MaxValue);

    /// <summary>Erases contents. They are gone from the log and from memory when this completes.</summary>
    /// <param name="room">A valid room name.</param>
    /// <param name="sequences">The sequences of the events, in any order; each 1 or more.</param>
    /// <param name="user">The author of the events that say what was erased; see <see cref="UserName"/>.</param>
    /// <param name="cancellationToken">Ends the work early: a part may be erased.</param>
    /// <exception cref="RoomLogException">The log cannot be read. A part may be erased.</exception>
    public async Task<ErasureResult> EraseAsync(
        string room, IEnumerable<long> sequences, string user, CancellationToken cancellationToken)
    {
        var outcomes = new SortedDictionary<long, ErasureOutcome>();
        var erasable = new List<long>();
        var info = await log.ReadRoomAsync(room);
        foreach (var sequence in sequences.Distinct().Order())
        {
            if (await FindReasonAsync(room, info, sequence, cancellationToken) is { } outcome)
            {
                outcomes[sequence] = outcome;
            }
            else
            {
                erasable.Add(sequence);
            }
        }

        foreach (var part in erasable.Chunk(ProtocolLimits.ErasureEvents))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var answers = await router.PostAsync(room, [new PostCommand(user, new ErasureContent(part).Encode())]);
            if (answers[0].Rejection is { } rejection)
            {
                return new ErasureResult(outcomes, rejection);
            }

            foreach (var sequence in part)
            {
                outcomes[sequence] = ErasureOutcome.Erased;
            }
        }

        return new ErasureResult(outcomes, null);
    }

    /// <summary>Why there is nothing to erase; <c>null</c> if there is something.</summary>
    private async Task<ErasureOutcome?> FindReasonAsync(string room, RoomInfo info, long sequence, CancellationToken cancellationToken)
    {
        if (sequence > info.Head)
        {
            return ErasureOutcome.Missing;
        }

        var found = await log.ReadAfterAsync(room, sequence - 1, OneEvent, cancellationToken);
        return found is not [var @event] || @event.Sequence != sequence ? ErasureOutcome.Removed
            : ContentTypes.Of(@event.Content.Span) switch
            {
                ContentType.Erased => ErasureOutcome.ErasedBefore,
                ContentType.Created or ContentType.Erasure => ErasureOutcome.Kept,
                _ => null,
            };
    }
}
