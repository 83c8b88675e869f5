using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Parley.Storage.Sqlite;

/// <summary>
/// Moves committed pages from the write-ahead log into the database, so that the log begins anew. Most of the work is done beside the writer: SQLite's own
/// checkpoint would hold up a commit until all of it is moved and synced. What was committed meanwhile is moved between two commits.
/// </summary>
/// <param name="writer">The connection that writes, whose thread calls.</param>
/// <param name="open">Opens the connection for the work beside it.</param>
/// <param name="limits">When to begin, and where it ends.</param>
internal sealed class Checkpointer(SqliteConnection writer, Func<SqliteConnection> open, CheckpointLimits limits) : IDisposable
{
    /// <summary>SQLITE_CHECKPOINT_NOOP: only tells how many pages there are.</summary>
    private const int Count = -1;

    private const int Unknown = -1;

    /// <summary>
    /// A page that is in many commits is moved once for all of them, so large commits want a long log. A short one is in blocks that the file has already: a
    /// sync of those takes two thirds of the time, as the file does not grow.
    /// </summary>
    private const int CommitsWanted = 64;

    private SqliteConnection? _beside;
    private Task _moving = Task.CompletedTask;
    private int _pages;
    private int _largest;
    private int _movedBefore = Unknown;
    private int _next;

    private int Begin => Math.Clamp(CommitsWanted * _largest, limits.Least, limits.Enough);

    /// <summary>Looks at how long the log has become. A checkpoint that fails is tried again when the log is longer: nothing is lost by it.</summary>
    public void AfterCommit()
    {
        var (pages, moved) = Checkpoint(writer, Count);
        if (pages < _pages)
        {
            (_pages, _largest, _movedBefore, _next) = (0, 0, Unknown, 0);
        }

        _largest = Math.Max(_largest, pages - _pages);
        _pages = pages;
        if (pages >= limits.Most && !_moving.IsCompleted)
        {
            Task.WaitAny(_moving);
        }

        if (_moving.IsCompleted && pages >= Math.Max(_next, Begin))
        {
            Move(pages, moved);
        }
    }

    /// <summary>Waits for the work beside the writer.</summary>
    public void Dispose()
    {
        Task.WaitAny(_moving);
        _beside?.Dispose();
    }

    private void Move(int pages, int moved)
    {
        var rest = Begin / 2;
        if (pages - moved <= rest || pages >= limits.Most)
        {
            Checkpoint(writer, raw.SQLITE_CHECKPOINT_PASSIVE);
        }
        else if (moved != _movedBefore)
        {
            _movedBefore = moved;
            _moving = Task.Factory.StartNew(MoveBeside, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            return;
        }

        // Either all is moved, or a reader is in the way: then as much again must come before the next attempt.
        _movedBefore = Unknown;
        _next = pages + rest;
    }

    private static (int Pages, int Moved) Checkpoint(SqliteConnection connection, int mode)
    {
        var outcome = raw.sqlite3_wal_checkpoint_v2(connection.Handle, "main", mode, out var pages, out var moved);
        return outcome == raw.SQLITE_OK ? (pages, moved) : default;
    }

    private void MoveBeside()
    {
        _beside ??= open();
        Checkpoint(_beside, raw.SQLITE_CHECKPOINT_PASSIVE);
    }
}
