using Parley.Engine.Logs;
using Parley.Storage.Sqlite.Checkpoints;
using Parley.Storage.Sqlite.Files;

namespace Parley.Storage.Sqlite.Writing;

/// <summary>Appends on a thread of its own: a sync blocks that thread for as long as the disk takes.</summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private readonly WriteQueue _requests;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SqliteWriter(Guid epoch, WriteQueue requests, WriteLoop loop)
    {
        (Epoch, _requests) = (epoch, requests);
        var thread = new Thread(() => Run(loop)) { IsBackground = true, Name = "Parley log writer" };
        thread.Start();
    }

    public Guid Epoch { get; }

    /// <summary>Opens the database and finds out whether it needs a new epoch.</summary>
    /// <exception cref="LogOpenException">The database cannot be opened as it is.</exception>
    public static SqliteWriter Open(LogDirectory directory, TimeProvider time, Func<Guid> newEpoch, CheckpointLimits limits)
    {
        var path = directory.DatabasePath;
        return LogDatabase.OpenOrExplain(path, () => LogDatabase.OpenWriter(path, time, limits.MaxBytes), connection =>
        {
            var mark = LogEpoch.Identify(connection, LogMark.Read(directory.MarkPath), newEpoch);
            var markFile = LogMarkFile.Create(directory.MarkPath, mark);
            var checkpointer = new Checkpointer(connection, () => LogDatabase.OpenCheckpointer(path), limits);
            var requests = new WriteQueue();
            var loop = new WriteLoop(requests, connection, new SqliteAppender(connection), checkpointer, markFile, mark);
            return new SqliteWriter(mark.Epoch, requests, loop);
        });
    }

    public Task<IReadOnlyList<AppendOutcome>> AppendAsync(IReadOnlyList<AppendBatch> batches)
    {
        var request = new WriteRequest(batches);
        if (!_requests.TryAdd(request))
        {
            request.Fail(new RoomLogException(RoomLogFailure.Unavailable, "The log is closed."));
        }

        return request.Task;
    }

    /// <summary>Completes when all accepted requests are answered and the database is closed.</summary>
    public async ValueTask DisposeAsync()
    {
        _requests.Close();
        await _stopped.Task;
    }

    private void Run(WriteLoop loop)
    {
        loop.Run();
        _stopped.SetResult();
    }
}
