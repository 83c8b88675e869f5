using Parley.Storage.Sqlite.Files;
using Parley.Storage.Sqlite.Verifying;
using SQLitePCL;

namespace Parley.Storage.Sqlite;

/// <summary>
/// Checks a log that no server is using: that the file is undamaged, that every room is numbered without gaps from its floor to its head,
/// that no command became two events, that every event has a room and has not changed since it was written, and that what was erased is
/// gone. Only
/// reads; its memory does not grow with the log.
/// </summary>
public static class LogVerifier
{
    /// <summary>Checks the log of a directory. Servers cannot start on the directory meanwhile.</summary>
    /// <param name="directory">The directory; nothing in it is changed.</param>
    /// <param name="progress">Receives progress on the calling thread.</param>
    /// <param name="cancellationToken">Ends the check early.</param>
    /// <exception cref="LogOpenException">
    /// A server is using the directory, there is no log in it, or the file is unreadable, belongs to another program, or was written by a
    /// newer Parley.
    /// </exception>
    /// <exception cref="OperationCanceledException">The check was cancelled.</exception>
    public static LogReport Verify(string directory, IProgress<LogProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        using var locked = ExistingLog.LockOutServers(directory);
        return VerifyDatabase(ExistingLog.FindDatabase(directory), progress, cancellationToken);
    }

    /// <summary>Checks a log that nobody can be writing.</summary>
    internal static LogReport VerifyDatabase(string path, IProgress<LogProgress>? progress, CancellationToken cancellationToken)
    {
        using var connection = ExistingLog.OpenDatabase(path, isLocked: true);
        using var interrupt = cancellationToken.UnsafeRegister(static handle => raw.sqlite3_interrupt((sqlite3)handle!), connection.Handle);
        var problems = new ProblemList();
        var events = new EventCheck(connection, problems);
        new LogCheck(connection, events, problems, (step, done) => progress?.Report(new LogProgress(step, done))).Run(cancellationToken);
        return new LogReport(events.Rooms, events.Events, events.WithoutChecksum, problems.First, problems.More);
    }
}
