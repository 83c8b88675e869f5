using Parley.Engine.Logs;

namespace Parley.Storage.Sqlite.Writing;

/// <summary>Batches for the writer's thread. Code that awaits the result continues on that thread.</summary>
internal sealed class WriteRequest(IReadOnlyList<AppendBatch> batches)
{
    private readonly TaskCompletionSource<IReadOnlyList<AppendOutcome>> _result = new();

    public IReadOnlyList<AppendBatch> Batches => batches;

    public Task<IReadOnlyList<AppendOutcome>> Task => _result.Task;

    public void Complete(IReadOnlyList<AppendOutcome> outcomes) => _result.SetResult(outcomes);

    public void Fail(RoomLogException exception) => _result.SetException(exception);
}
