using Parley.Storage.Sqlite;

namespace Parley.Server.Offline;

/// <summary>Backups of the log in a data directory, made and restored without asking its server.</summary>
public static class OfflineBackup
{
    /// <summary>Copies a log and checks the copy. A server may be using the log, however busy it is.</summary>
    /// <param name="directory">The directory that the server was given with <c>--data</c>; nothing in the log is changed.</param>
    /// <param name="target">
    /// The directory of the backup: new, empty, or left by an interrupted backup. On failure, nothing of this backup is left in it.
    /// </param>
    /// <param name="progress">Receives the progress on the calling thread; <c>null</c> for none.</param>
    /// <param name="cancellationToken">Aborts the backup.</param>
    /// <returns>The result of checking the copy, which is sound.</returns>
    /// <exception cref="OfflineLogException">
    /// There is no log, it is damaged or was written by another version, or the target is not empty or cannot be written.
    /// </exception>
    /// <exception cref="OperationCanceledException">The backup was aborted.</exception>
    public static VerificationReport Create(
        string directory, string target, IProgress<OfflineProgress>? progress = null, CancellationToken cancellationToken = default) =>
        OfflineWork.Run(
            adapter => LogBackup.Create(directory, target, TimeProvider.System, adapter, cancellationToken), progress);

    /// <summary>Puts a backup into the data directory of a stopped server and checks it before it becomes the log.</summary>
    /// <param name="backup">The directory of the backup, or of a copy of a stopped server's files; nothing in it is changed.</param>
    /// <param name="directory">The data directory, which must not have a log; created if it is missing.</param>
    /// <param name="progress">Receives the progress on the calling thread; <c>null</c> for none.</param>
    /// <param name="cancellationToken">Aborts the restore.</param>
    /// <returns>The result of checking the restored log, which is sound.</returns>
    /// <exception cref="OfflineLogException">
    /// A server is using one of the directories, the data directory has a log or cannot be written, or the backup is missing or damaged, or
    /// was written by another version.
    /// </exception>
    /// <exception cref="OperationCanceledException">The restore was aborted.</exception>
    public static VerificationReport Restore(
        string backup, string directory, IProgress<OfflineProgress>? progress = null, CancellationToken cancellationToken = default) =>
        OfflineWork.Run(adapter => LogBackup.Restore(backup, directory, adapter, cancellationToken), progress);
}
