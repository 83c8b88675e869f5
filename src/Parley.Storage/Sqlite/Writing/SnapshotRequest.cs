using Parley.Engine.Logs;
using Parley.Rooms.Kinds;

namespace Parley.Storage.Sqlite.Writing;

/// <summary>A snapshot to keep.</summary>
internal sealed class SnapshotRequest(string room, Snapshot snapshot) : WriteRequest
{
    // Nobody who waits for a snapshot is in a hurry, and the writer's thread must not run the code that awaits it.
    private readonly TaskCompletionSource _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Task => _result.Task;

    public override void Run(SqliteAppender appender) => appender.SaveSnapshot(room, snapshot);

    public override void Complete() => _result.SetResult();

    public override void Fail(RoomLogException exception) => _result.SetException(exception);
}
