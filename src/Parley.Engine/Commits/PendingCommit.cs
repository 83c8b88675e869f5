using Parley.Rooms;

namespace Parley.Engine.Commits;

/// <summary>Events that wait to be committed; without a chain, an attempt to write at all.</summary>
internal sealed class PendingCommit(CommitChain? chain, IReadOnlyList<RoomEvent> events)
{
    private readonly TaskCompletionSource<CommitResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CommitChain? Chain => chain;

    public IReadOnlyList<RoomEvent> Events => events;

    public Task<CommitResult> Result => _result.Task;

    public void Complete(CommitResult result) => _result.SetResult(result);
}
