using Microsoft.Data.Sqlite;
using Parley.Engine.Logs;
using Parley.Storage.Sqlite.Checkpoints;
using Parley.Storage.Sqlite.Files;
using SQLitePCL;

namespace Parley.Storage.Sqlite.Writing;

/// <summary>What the writer's thread does: one transaction for each request, then the mark, the answer, and perhaps a checkpoint.</summary>
internal sealed class WriteLoop(
    WriteQueue requests,
    SqliteConnection connection,
    SqliteAppender appender,
    Checkpointer checkpointer,
    LogMarkFile markFile,
    LogMark mark)
{
    private long _commits = mark.Commits;

    /// <summary>Runs until the queue is closed and empty, then closes everything.</summary>
    public void Run()
    {
        while (requests.Take() is { } request)
        {
            if (checkpointer.Failure is { } failure)
            {
                request.Fail(new RoomLogException(RoomLogFailure.Unavailable, failure));
            }
            else if (TryAppend(request))
            {
                checkpointer.AfterCommit();
            }
        }

        markFile.Dispose();
        checkpointer.Stop();
        appender.Dispose();
        connection.Dispose();
        checkpointer.Dispose();
    }

    private bool TryAppend(WriteRequest request)
    {
        try
        {
            var outcomes = appender.Append(request.Batches);
            markFile.TryWrite(new LogMark(mark.Epoch, ++_commits));
            request.Complete(outcomes);
            return true;
        }
        catch (Exception exception)
        {
            var explained = Explain(exception);
            if (explained.Failure == RoomLogFailure.Full)
            {
                checkpointer.MakeSpace();
            }

            request.Fail(explained);
            return false;
        }
    }

    private static RoomLogException Explain(Exception exception) => exception is SqliteException { SqliteErrorCode: raw.SQLITE_FULL }
        ? new RoomLogException(RoomLogFailure.Full, "The disk is full.", exception)
        : new RoomLogException(RoomLogFailure.Unavailable, $"The log cannot be written: {exception.Message}", exception);
}
