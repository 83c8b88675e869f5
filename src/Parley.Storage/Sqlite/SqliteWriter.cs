using Microsoft.Data.Sqlite;
using Parley.Engine.Logs;

namespace Parley.Storage.Sqlite;

/// <summary>The one connection that writes, on a thread of its own: a sync blocks for as long as the disk takes.</summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private const int DiskFull = 13;

    private readonly WriteQueue _requests = new();
    private readonly SqliteConnection _connection;
    private readonly SqliteAppender _appender;
    private readonly Checkpointer _checkpointer;
    private readonly LogMarkFile _mark;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _commits;

    private SqliteWriter(SqliteConnection connection, Checkpointer checkpointer, LogMarkFile markFile, LogMark mark)
    {
        (_connection, _checkpointer, _mark) = (connection, checkpointer, markFile);
        (Epoch, _commits) = (mark.Epoch, mark.Commits);
        _appender = new SqliteAppender(connection);
        _thread = new Thread(Run) { IsBackground = true, Name = "Parley log writer" };
        _thread.Start();
    }

    public Guid Epoch { get; }

    /// <summary>Opens the database and decides which incarnation it is.</summary>
    public static SqliteWriter Open(SqliteLogFile file, TimeProvider time, Func<Guid> newEpoch, CheckpointLimits limits)
    {
        var connection = file.OpenWriter(time, limits);
        try
        {
            var mark = Identify(connection, LogMark.Read(file.MarkPath), newEpoch);
            var markFile = LogMarkFile.Create(file.MarkPath, mark);
            return new SqliteWriter(connection, new Checkpointer(connection, file.OpenCheckpointer, limits), markFile, mark);
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw SqliteLogFile.Explain(exception, file.DatabasePath);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
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

    public async ValueTask DisposeAsync()
    {
        _requests.Close();
        await _stopped.Task;
    }

    private static LogMark Identify(SqliteConnection connection, LogMark? remembered, Func<Guid> newEpoch)
    {
        if (Guid.TryParse(connection.Query<string>("SELECT epoch FROM log"), out var epoch))
        {
            var mark = new LogMark(epoch, connection.Query<long>("SELECT commits FROM log"));
            if (remembered is { } known && known.IsReachedBy(mark))
            {
                return mark;
            }
        }

        var begun = new LogMark(newEpoch(), 0);
        using var transaction = connection.BeginTransaction();
        connection.Execute("DELETE FROM log");
        connection.Execute("INSERT INTO log (epoch, commits) VALUES ($epoch, 0)", ("$epoch", begun.Epoch.ToString()));
        transaction.Commit();
        return begun;
    }

    private void Run()
    {
        while (_requests.Take() is { } request)
        {
            if (_checkpointer.Failure is { } failure)
            {
                request.Fail(new RoomLogException(RoomLogFailure.Unavailable, failure));
                continue;
            }

            try
            {
                var outcomes = _appender.Append(request.Batches);
                _mark.TryWrite(new LogMark(Epoch, ++_commits));
                request.Complete(outcomes);
            }
            catch (Exception exception)
            {
                var explained = Explain(exception);
                if (explained.Failure == RoomLogFailure.Full)
                {
                    _checkpointer.MakeSpace();
                }

                request.Fail(explained);
                continue;
            }

            _checkpointer.AfterCommit();
        }

        _mark.Dispose();
        _checkpointer.Stop();
        _appender.Dispose();
        _connection.Dispose();
        _checkpointer.Dispose();
        _stopped.SetResult();
    }

    private static RoomLogException Explain(Exception exception) => exception is SqliteException { SqliteErrorCode: DiskFull }
        ? new RoomLogException(RoomLogFailure.Full, "The disk is full.", exception)
        : new RoomLogException(RoomLogFailure.Unavailable, $"The log cannot be written: {exception.Message}", exception);
}
