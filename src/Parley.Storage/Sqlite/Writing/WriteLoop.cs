using Microsoft.Data.Sqlite;
using Parley.Engine.Logs;
using Parley.Storage.Sqlite.Checkpoints;
using Parley.Storage.Sqlite.Files;
using Parley.Storage.Sqlite.Threads;
using SQLitePCL;

namespace Parley.Storage.Sqlite.Writing;

/// <summary>What the writer's thread does: one transaction for each request, then the answer, and perhaps a checkpoint.</summary>
internal sealed class WriteLoop(
    WorkQueue<WriteRequest> requests,
    SqliteConnection connection,
    DatabaseLock files,
    SqliteAppender appender,
    Checkpointer checkpointer)
{
    /// <summary>Runs until the queue is closed and empty, then closes everything.</summary>
    public void Run()
    {
        while (TakeNext() is { } request)
        {
            if ((checkpointer.Failure ?? files.FindProblem()) is { } failure)
            {
                request.Fail(new RoomLogException(RoomLogFailure.Unavailable, failure));
            }
            else if (TryRun(request))
            {
                checkpointer.AfterCommit();
            }
        }

        checkpointer.Stop();
        appender.Dispose();
        connection.Dispose();
    }

    private WriteRequest? TakeNext()
    {
        WriteRequest? request;
        while (!requests.TryTake(checkpointer.TimeUntilDue, out request))
        {
            checkpointer.AfterCommit();
        }

        return request;
    }

    private bool TryRun(WriteRequest request)
    {
        try
        {
            request.Run(appender);

            // What is in a file that has no name any more is not stored.
            if (files.FindProblem() is { } problem)
            {
                throw new RoomLogException(RoomLogFailure.Unavailable, problem);
            }

            request.Complete();
            if (appender.TakeShouldEmpty())
            {
                checkpointer.EmptySoon();
            }

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

    private static RoomLogException Explain(Exception exception) => exception switch
    {
        RoomLogException explained => explained,
        SqliteException { SqliteErrorCode: raw.SQLITE_FULL } => new(RoomLogFailure.Full, "The disk is full.", exception),
        _ => new(RoomLogFailure.Unavailable, $"The log cannot be written: {exception.Message}", exception),
    };
}
