using Microsoft.Data.Sqlite;
using Parley.Storage.Sqlite.Files;
using SQLitePCL;

namespace Parley.Storage.Sqlite.Backup;

/// <summary>Explains to the operator why there is no backup, or why it was not restored.</summary>
internal static class BackupFailure
{
    /// <summary>Demands that a check found no problem.</summary>
    /// <param name="report">What the check found.</param>
    /// <param name="what">What was checked.</param>
    /// <param name="advice">What to do if it is damaged.</param>
    public static void RequireSound(LogReport report, string what, string advice)
    {
        if (!report.IsSound)
        {
            var more = report.Problems.Count + report.MoreProblems - 1;
            throw new LogBackupException($"{what} is damaged: {report.Problems[0]} {(more > 0 ? $"({more} more.) " : "")}{advice}");
        }
    }

    /// <summary>Why a log was not backed up.</summary>
    public static LogBackupException OfBackup(Exception exception, string source, string directory, string target) => new(
        exception switch
        {
            _ when IsDiskFull(exception) =>
                $"The disk of '{target}', or that of temporary files (SQLITE_TMPDIR), is too full: a backup takes about " +
                $"{DiskSpace.OfLog(source)}. Free some space, or choose another directory with --to.",
            SqliteException
            {
                SqliteErrorCode: raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_CONSTRAINT or raw.SQLITE_MISMATCH,
            } =>
                $"The log in '{directory}' is damaged: {exception.Message} There is no backup: stop the server and run parley verify.",
            _ => $"'{directory}' cannot be backed up to '{target}': {exception.Message} Check both disks, then back up again.",
        },
        exception);

    /// <summary>Why a backup was not restored.</summary>
    public static LogBackupException OfRestore(Exception exception, string source, string backup, string directory) => new(
        exception switch
        {
            _ when IsDiskFull(exception) =>
                $"The disk of '{directory}' is too full: the backup takes {DiskSpace.OfLog(source)}. Free some space and restore again.",
            SqliteException { SqliteErrorCode: raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB } =>
                $"The backup in '{backup}' is damaged: {exception.Message} Nothing was restored: choose another backup with --from.",
            UnauthorizedAccessException =>
                $"This user is not allowed to read '{backup}' or to write '{directory}'. Nothing was restored: run the command as the " +
                "server's user.",
            _ => $"'{backup}' cannot be restored to '{directory}': {exception.Message} Check both disks, then restore again.",
        },
        exception);

    private static bool IsDiskFull(Exception exception) =>
        (exception is SqliteException sqlite && LogDatabase.IsDiskFull(sqlite)) || (exception is IOException io && DiskSpace.IsFull(io));
}
