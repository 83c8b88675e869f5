using Microsoft.Data.Sqlite;
using Parley.Storage.Sqlite.Backup;
using Parley.Storage.Sqlite.Files;
using SQLitePCL;

namespace Parley.Storage.Sqlite;

/// <summary>Backs up logs, even while a server is using them, and restores them.</summary>
public static class LogBackup
{
    /// <summary>Copies the log of a directory, whether or not a server is using it, and checks the copy.</summary>
    /// <param name="directory">The directory; no event, table or setting in it is changed.</param>
    /// <param name="target">A new or empty directory, or one that an interrupted backup has left.</param>
    /// <param name="time">The clock, for the date of the copy.</param>
    /// <param name="progress">Receives progress on the calling thread.</param>
    /// <param name="cancellationToken">Ends the backup early; nothing is left of it.</param>
    /// <returns>What the check of the copy found: it is sound.</returns>
    /// <exception cref="LogOpenException">There is no log, or it cannot be opened.</exception>
    /// <exception cref="LogBackupException">There is no backup: the log is damaged, or the target cannot be used.</exception>
    /// <exception cref="OperationCanceledException">The backup was cancelled.</exception>
    public static LogReport Create(
        string directory,
        string target,
        TimeProvider time,
        IProgress<LogProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var source = ExistingLog.FindDatabase(directory);
        using var readable = ReadableLog.Open(directory);
        using var backup = BackupDirectory.Prepare(target, directory);
        try
        {
            Copy(source, readable.IsLocked, backup.IncompletePath, time, progress, cancellationToken);
            var report = LogVerifier.VerifyDatabase(backup.IncompletePath, progress, cancellationToken);
            BackupFailure.RequireSound(report, $"The log in '{directory}'", "There is no backup: check the log with parley verify.");
            cancellationToken.ThrowIfCancellationRequested();
            backup.Complete();
            return report;
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw BackupFailure.OfBackup(exception, source, directory, target);
        }
    }

    /// <summary>Puts a backup into a directory that has no log, and checks it there before it becomes the log.</summary>
    /// <param name="backup">The directory of the backup, or a copy of a stopped server's directory; nothing in it is changed.</param>
    /// <param name="directory">The directory of a stopped server; created if it is missing.</param>
    /// <param name="progress">Receives progress on the calling thread.</param>
    /// <param name="cancellationToken">Ends the restore early; nothing is left of it.</param>
    /// <returns>What the check of the restored log found: it is sound.</returns>
    /// <exception cref="LogOpenException">
    /// The directory is in use or cannot be written, or the backup is in use or cannot be opened.
    /// </exception>
    /// <exception cref="LogBackupException">
    /// Nothing was restored: the directory already has a log, or the backup is missing, damaged or of an older schema.
    /// </exception>
    /// <exception cref="OperationCanceledException">The restore was cancelled.</exception>
    public static LogReport Restore(
        string backup, string directory, IProgress<LogProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var source = BackupSource.Find(backup);
        using var target = RestoreTarget.Prepare(directory);
        using var locked = ExistingLog.LockOutServers(backup);
        try
        {
            target.Clear();
            source.CopyTo(target.RestoringPath, progress, cancellationToken);
            source.Open(target.RestoringPath);
            var report = LogVerifier.VerifyDatabase(target.RestoringPath, progress, cancellationToken);
            BackupFailure.RequireSound(report, $"The backup in '{backup}'", "Nothing was restored: choose another backup with --from.");
            cancellationToken.ThrowIfCancellationRequested();
            target.Complete();
            return report;
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw BackupFailure.OfRestore(exception, source.DatabasePath, backup, directory);
        }
    }

    private static void Copy(
        string source,
        bool isLocked,
        string target,
        TimeProvider time,
        IProgress<LogProgress>? progress,
        CancellationToken cancellationToken)
    {
        using var connection = BackupDatabase.Open(target, ExistingLog.ToUri(source, isLocked));
        using var interrupt = cancellationToken.UnsafeRegister(static handle => raw.sqlite3_interrupt((sqlite3)handle!), connection.Handle);
        new BackupCopy(connection, time, (step, done) => progress?.Report(new LogProgress(step, done)), cancellationToken).Run();
    }
}
