using Parley.Engine.Logs;

namespace Parley.Storage.Sqlite.Writing;

/// <summary>Something to write that no post waits for.</summary>
internal sealed class MaintenanceRequest<T>(Func<SqliteAppender, T> run) : WriteRequest
{
    // Nobody is in a hurry, and the writer's thread must not run the code that awaits it.
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    public Task<T> Task => _completion.Task;

    public override void Run(SqliteAppender appender) => _result = run(appender);

    public override void Complete() => _completion.SetResult(_result);

    public override void Fail(RoomLogException exception) => _completion.SetException(exception);
}
