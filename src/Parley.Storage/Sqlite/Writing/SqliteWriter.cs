using Parley.Engine.Logs;
using Parley.Storage.Sqlite.Checkpoints;
using Parley.Storage.Sqlite.Files;
using Parley.Storage.Sqlite.Reading;
using Parley.Storage.Sqlite.Threads;

namespace Parley.Storage.Sqlite.Writing;

/// <summary>Appends on a thread of its own: a sync blocks that thread for as long as the disk takes.</summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private readonly WorkQueue<WriteRequest> _requests;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SqliteWriter(LogTerm term, WorkQueue<WriteRequest> requests, WriteLoop loop)
    {
        (Term, _requests) = (term, requests);
        var thread = new Thread(() => Run(loop)) { IsBackground = true, Name = "Parley log writer" };
        thread.Start();
    }

    /// <summary>The term that began when the log was opened.</summary>
    public LogTerm Term { get; }

    /// <summary>Opens the database and begins a term.</summary>
    /// <exception cref="LogOpenException">The database cannot be opened as it is.</exception>
    public static SqliteWriter Open(
        LogDirectory directory,
        DatabaseLock files,
        DiskReserve reserve,
        TimeProvider time,
        Func<Guid> newTerm,
        CheckpointLimits limits,
        ReaderGate readers)
    {
        var path = directory.DatabasePath;
        var isLeft = WriteAheadLog.IsLeft(path);
        return LogDatabase.OpenOrExplain(path, () => LogDatabase.OpenWriter(path, time, limits.MaxBytes), connection =>
        {
            var term = LogTerm.Begin(connection, newTerm(), time);
            var checkpointer = new Checkpointer(connection, files.File, () => LogDatabase.OpenCheckpointer(path), limits, readers);
            if (isLeft)
            {
                // The server that was killed may have erased what is in it.
                checkpointer.EmptySoon();
            }

            files.WatchWriteAheadLog();
            var requests = new WorkQueue<WriteRequest>();
            var loop = new WriteLoop(requests, connection, files, new SqliteAppender(connection, term, reserve), checkpointer);
            return new SqliteWriter(term, requests, loop);
        });
    }

    public Task<IReadOnlyList<AppendOutcome>> AppendAsync(IReadOnlyList<AppendBatch> batches)
    {
        var request = new AppendRequest(batches);
        Add(request);
        return request.Task;
    }

    /// <summary>Writes something that no post waits for.</summary>
    public Task<T> RunAsync<T>(Func<SqliteAppender, T> run)
    {
        var request = new MaintenanceRequest<T>(run);
        Add(request);
        return request.Task;
    }

    /// <summary>Completes when all accepted requests are answered and the database is closed.</summary>
    public async ValueTask DisposeAsync()
    {
        _requests.Close();
        await _stopped.Task;
    }

    private void Add(WriteRequest request)
    {
        if (!_requests.TryAdd(request))
        {
            request.Fail(new RoomLogException(RoomLogFailure.Unavailable, "The log is closed."));
        }
    }

    private void Run(WriteLoop loop)
    {
        loop.Run();
        _stopped.SetResult();
    }
}
