using Parley.Storage.Sqlite.Files;

namespace Parley.Storage.Sqlite.Backup;

/// <summary>
/// A directory that a backup is restored to, locked for this process until disposal, which deletes an incomplete log. If the process is
/// killed, the incomplete log stays, and servers refuse to begin an empty one beside it.
/// </summary>
internal sealed class RestoreTarget : IDisposable
{
    private readonly LogDirectory _directory;

    private RestoreTarget(LogDirectory directory) => _directory = directory;

    /// <summary>Path of the log until it is complete.</summary>
    public string RestoringPath => _directory.RestoringPath;

    /// <summary>Locks a directory.</summary>
    /// <exception cref="LogOpenException">A server is using it, or it cannot be written.</exception>
    /// <exception cref="LogBackupException">It has a log.</exception>
    public static RestoreTarget Prepare(string directory)
    {
        var target = new RestoreTarget(LogDirectory.Lock(directory));
        try
        {
            target.RequireNoLog(directory);
            return target;
        }
        catch
        {
            target._directory.Dispose();
            throw;
        }
    }

    /// <summary>Deletes what an interrupted restore has left.</summary>
    public void Clear() => LogFiles.Delete(RestoringPath);

    /// <summary>Makes the restored file the log of the directory. It is on the disk when this returns.</summary>
    public void Complete() => DurableFile.Publish(RestoringPath, _directory.DatabasePath);

    public void Dispose()
    {
        LogFiles.TryDelete(RestoringPath);
        _directory.Dispose();
    }

    // SQLite would take the write-ahead log of another database for that of the restored one.
    private void RequireNoLog(string directory)
    {
        foreach (var path in new[] { _directory.DatabasePath, _directory.DatabasePath + LogFiles.WriteAheadLogSuffix })
        {
            if (new FileInfo(path) is { Exists: true, Length: > 0 })
            {
                throw new LogBackupException(
                    $"'{directory}' already has a log ({Path.GetFileName(path)}). Move it away, or choose another directory with --data.");
            }
        }
    }
}
