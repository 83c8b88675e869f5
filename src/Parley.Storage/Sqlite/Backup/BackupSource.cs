using Parley.Storage.Sqlite.Files;

namespace Parley.Storage.Sqlite.Backup;

/// <summary>
/// A backup to restore: made by Parley, or the files of a stopped server or of an atomic snapshot, which may have a write-ahead log.
/// </summary>
internal sealed class BackupSource
{
    private const int BufferBytes = 1 << 20;

    private BackupSource(string databasePath) => DatabasePath = databasePath;

    /// <summary>Path of the database.</summary>
    public string DatabasePath { get; }

    private string WriteAheadLogPath => DatabasePath + LogFiles.WriteAheadLogSuffix;

    /// <exception cref="LogBackupException">The directory has no backup.</exception>
    /// <exception cref="LogOpenException">The user is not allowed to read it.</exception>
    public static BackupSource Find(string directory)
    {
        var path = Path.GetFullPath(Path.Combine(directory, LogDirectory.DatabaseName));
        return ExistingLog.FindMissing(directory, path) is { } missing
            ? throw new LogBackupException($"{missing} Name the directory of a backup with --from.")
            : new BackupSource(path);
    }

    /// <summary>Copies the backup's files.</summary>
    public void CopyTo(string path, IProgress<LogProgress>? progress, CancellationToken cancellationToken)
    {
        Copy(DatabasePath, path, progress, cancellationToken);
        if (File.Exists(WriteAheadLogPath))
        {
            Copy(WriteAheadLogPath, path + LogFiles.WriteAheadLogSuffix, progress, cancellationToken);
        }
    }

    /// <summary>Makes one file of a copy of the backup.</summary>
    /// <exception cref="LogBackupException">The backup is empty or of an older schema.</exception>
    /// <exception cref="LogOpenException">It belongs to another program, or was written by a newer Parley.</exception>
    public void Open(string copyPath)
    {
        using var connection = LogDatabase.Open(copyPath);
        switch (SqliteSchema.ReadVersion(connection, DatabasePath))
        {
            case 0:
                throw new LogBackupException($"'{DatabasePath}' is empty. Choose another backup with --from.");
            case >= SqliteSchema.OldestReadable:
                LogDatabase.Require(connection, "journal_mode = DELETE", "journal_mode", "delete");
                break;
            case var version:
                throw new LogBackupException(
                    $"'{DatabasePath}' was written by an older Parley (schema {version}; this one restores {SqliteSchema.Version}). " +
                    "Start a server on a copy of its directory: it converts the log.");
        }
    }

    private static void Copy(string from, string to, IProgress<LogProgress>? progress, CancellationToken cancellationToken)
    {
        using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        using var target = PrivateFile.Open(to, FileMode.CreateNew);
        var buffer = new byte[BufferBytes];
        int bytes;
        while ((bytes = source.Read(buffer)) > 0)
        {
            target.Write(buffer.AsSpan(0, bytes));
            progress?.Report(new LogProgress("copying the backup", Math.Min(1, (double)source.Position / source.Length)));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
