using Microsoft.Data.Sqlite;
using Microsoft.Win32.SafeHandles;
using SQLitePCL;

namespace Parley.Storage.Sqlite;

/// <summary>
/// Moves committed pages from the write-ahead log into the database, so that the log begins anew. Most is moved and synced beside the writer: SQLite's own
/// checkpoint would hold up a commit until all of it is. What was committed meanwhile is moved between two commits.
/// </summary>
internal sealed class Checkpointer : IDisposable
{
    /// <summary>SQLITE_CHECKPOINT_NOOP: only tells how many pages there are.</summary>
    private const int Count = -1;

    /// <summary>SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE.</summary>
    private const int NoneOnClose = 1006;

    /// <summary>
    /// A page that is in many commits is moved once for all of them, so large commits want a long log. A short one is in blocks that the file has already: a
    /// sync of those takes two thirds of the time, as the file does not grow.
    /// </summary>
    private const int CommitsWanted = 64;

    private const int Unknown = -1;

    private readonly SqliteConnection _writer;
    private readonly Func<SqliteConnection> _open;
    private readonly CheckpointLimits _limits;

    // Closing any handle of the database gives up SQLite's locks on it, so this one is opened once and closed last.
    private readonly SafeFileHandle _database;
    private SqliteConnection? _beside;
    private Task _moving = Task.CompletedTask;
    private volatile string? _failure;
    private int _pages;
    private int _largest;
    private int _movedBefore = Unknown;
    private int _next;

    /// <summary>Begins with the write-ahead log as it is.</summary>
    /// <param name="writer">The connection that writes, whose thread calls.</param>
    /// <param name="open">Opens the connection for the work beside it.</param>
    /// <param name="limits">When to begin, and where it ends.</param>
    public Checkpointer(SqliteConnection writer, Func<SqliteConnection> open, CheckpointLimits limits)
    {
        (_writer, _open, _limits) = (writer, open, limits);
        _database = File.OpenHandle(writer.DataSource, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        Checkpoint(writer, Count, out _pages, out _);
    }

    /// <summary>
    /// How the disk failed; <c>null</c> while it did not. After that nothing is moved until a restart, which begins with the first page again: a second sync may
    /// succeed although pages of the first one are lost, and the write-ahead log has the only copy.
    /// </summary>
    public string? Failure => _failure;

    private int Begin => (int)Math.Clamp((long)CommitsWanted * _largest, _limits.Min, _limits.Enough);

    /// <summary>Looks at how long the log has become.</summary>
    public void AfterCommit()
    {
        if (_failure is not null || Checkpoint(_writer, Count, out var pages, out var moved) != raw.SQLITE_OK)
        {
            return;
        }

        if (pages < _pages)
        {
            (_pages, _largest, _movedBefore, _next) = (0, 0, Unknown, 0);
        }

        _largest = Math.Max(_largest, pages - _pages);
        _pages = pages;
        if (pages < Math.Max(_next, Begin))
        {
            return;
        }

        if (IsWritersTurn(pages, moved))
        {
            Task.WaitAny(_moving);
            Checkpoint(_writer, Count, out pages, out moved);
        }

        if (_moving.IsCompleted)
        {
            Move(pages, moved);
        }
    }

    /// <summary>Moves all it can, where there is no space to write more.</summary>
    public void MakeSpace()
    {
        if (_failure is null && _moving.IsCompleted)
        {
            Note(Checkpoint(_writer, raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _));
        }
    }

    /// <summary>Waits for the work beside the writer. Before the writer's connection is closed.</summary>
    public void Stop()
    {
        Task.WaitAny(_moving);
        _beside?.Dispose();
    }

    /// <summary>After every connection to the database is closed.</summary>
    public void Dispose() => _database.Dispose();

    private static int Checkpoint(SqliteConnection connection, int mode, out int pages, out int moved) =>
        raw.sqlite3_wal_checkpoint_v2(connection.Handle, "main", mode, out pages, out moved);

    private void Move(int pages, int moved)
    {
        var rest = Begin / 2;
        if (pages - moved <= rest || IsWritersTurn(pages, moved))
        {
            Note(Checkpoint(_writer, raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _));
        }
        else if (moved != _movedBefore && TryMoveBeside())
        {
            _movedBefore = moved;
            return;
        }

        // Either all is moved, or something is in the way, such as a reader: then more must come before the next attempt.
        _movedBefore = Unknown;
        _next = pages < _limits.Max ? Math.Min(pages + rest, _limits.Max) : pages + rest;
    }

    // If even more is left, a reader was in the way for long: that is moved while the writer goes on.
    private bool IsWritersTurn(int pages, int moved) => pages >= _limits.Max && (pages - moved <= 2 * _limits.Max || _moving.IsFaulted);

    private bool TryMoveBeside()
    {
        try
        {
            _moving = Task.Factory.StartNew(MoveBeside, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            return true;
        }
        catch (Exception exception) when (exception is OutOfMemoryException or ThreadStartException)
        {
            return false;
        }
    }

    private void MoveBeside()
    {
        _beside ??= _open();
        var outcome = Checkpoint(_beside, raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _);
        Note(outcome);
        if (outcome == raw.SQLITE_OK)
        {
            Sync();
        }
    }

    // SQLite syncs the database only when nothing is left to move, which would be the writer's to wait for.
    private void Sync()
    {
        try
        {
            RandomAccess.FlushToDisk(_database);
        }
        catch (IOException exception)
        {
            Fail(exception.Message);
        }
    }

    private void Note(int outcome)
    {
        if ((outcome & 0xff) is raw.SQLITE_IOERR or raw.SQLITE_CORRUPT)
        {
            Fail(raw.sqlite3_errstr(outcome).utf8_to_string());
        }
    }

    private void Fail(string reason)
    {
        _failure = $"What was committed cannot be moved into the database ({reason}). Nothing is lost: check the disk, then restart the server.";
        _ = raw.sqlite3_db_config(_writer.Handle, NoneOnClose, 1, out _);
    }
}
