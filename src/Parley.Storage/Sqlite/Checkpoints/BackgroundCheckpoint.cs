using Microsoft.Data.Sqlite;
using Microsoft.Win32.SafeHandles;

namespace Parley.Storage.Sqlite.Checkpoints;

/// <summary>Moves pages into the database and syncs them while the writer commits, on a thread and a connection of its own.</summary>
/// <param name="open">Opens the connection.</param>
/// <param name="database">The database, to sync.</param>
internal sealed class BackgroundCheckpoint(Func<SqliteConnection> open, SafeFileHandle database)
{
    private SqliteConnection? _connection;
    private Task _running = Task.CompletedTask;
    private volatile string? _failure;

    /// <summary>How the disk failed; <c>null</c> if it has not.</summary>
    public string? Failure => _failure;

    /// <summary>True while pages are being moved.</summary>
    public bool IsRunning => !_running.IsCompleted;

    /// <summary>True if the last attempt ended with an exception, for example because no connection could be opened.</summary>
    public bool IsFaulted => _running.IsFaulted;

    /// <summary>Starts unless the process cannot create a thread. Call only while <see cref="IsRunning"/> is false.</summary>
    public bool TryStart()
    {
        try
        {
            _running = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            return true;
        }
        catch (Exception exception) when (exception is TaskSchedulerException or OutOfMemoryException or ThreadStartException)
        {
            return false;
        }
    }

    /// <summary>Waits until nothing is being moved. Does not throw if the attempt failed.</summary>
    public void Wait() => Task.WaitAny(_running);

    /// <summary>Waits, then closes the connection.</summary>
    public void Close()
    {
        Wait();
        _connection?.Dispose();
    }

    private void Run()
    {
        _connection ??= open();
        var succeeded = WriteAheadLog.TryMove(_connection, out var failure);
        _failure ??= failure;
        if (succeeded)
        {
            Sync();
        }
    }

    // SQLite syncs the database only when no page is left to move. The writer would have to wait for that sync.
    private void Sync()
    {
        try
        {
            RandomAccess.FlushToDisk(database);
        }
        catch (IOException exception)
        {
            _failure = exception.Message;
        }
    }
}
