using Parley.Rooms;
using Parley.Rooms.Kinds;

namespace Parley.Engine.Commits;

/// <summary>
/// Events that wait to be committed. With neither a chain nor events it is a probe: an attempt to see whether the log can be written.
/// </summary>
/// <param name="chain">The chain that the events continue.</param>
/// <param name="events">The events.</param>
/// <param name="snapshot">A snapshot to keep in the same transaction; <c>null</c> for none.</param>
internal sealed class PendingCommit(CommitChain? chain, IReadOnlyList<RoomEvent> events, Snapshot? snapshot = null)
{
    private const int BytesPerEvent = 200;

    // The room owners' continuations must not run on the committer's loop, which the next group waits for.
    private readonly TaskCompletionSource<CommitResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CommitChain? Chain => chain;

    public IReadOnlyList<RoomEvent> Events => events;

    public Snapshot? Snapshot => snapshot;

    /// <summary>Roughly the memory that the events take.</summary>
    public long Bytes { get; } = events.Sum(@event => (long)@event.Content.Length + BytesPerEvent);

    public Task<CommitResult> Result => _result.Task;

    /// <summary>Completes the commit, unless it has its result already.</summary>
    public void Complete(CommitResult result) => _result.TrySetResult(result);
}
