using Parley.Engine.Logs;

namespace Parley.Storage.Sqlite.Writing;

/// <summary>Batches to append.</summary>
internal sealed class AppendRequest(IReadOnlyList<AppendBatch> batches) : WriteRequest
{
    private readonly TaskCompletionSource<IReadOnlyList<AppendOutcome>> _result = new();
    private AppendOutcome[] _outcomes = [];

    public Task<IReadOnlyList<AppendOutcome>> Task => _result.Task;

    public override void Run(SqliteAppender appender) => _outcomes = appender.Append(batches);

    public override void Complete() => _result.SetResult(_outcomes);

    public override void Fail(RoomLogException exception) => _result.SetException(exception);
}
