using Parley.Storage.Sqlite.Files;

namespace Parley.Storage.Sqlite.Backup;

/// <summary>
/// A directory for one backup, locked for this process until disposal. What is incomplete by then is deleted, and the directory with it if
/// it did not exist before.
/// </summary>
internal sealed class BackupDirectory : IDisposable
{
    private const string IncompleteName = LogDirectory.DatabaseName + ".incomplete";

    private readonly string _path;
    private readonly bool _isNew;
    private readonly FileStream _lock;

    private BackupDirectory(string path, bool isNew, FileStream @lock)
    {
        (_path, _isNew, _lock) = (path, isNew, @lock);
        (DatabasePath, IncompletePath) = (Path.Combine(path, LogDirectory.DatabaseName), Path.Combine(path, IncompleteName));
    }

    /// <summary>Path of the complete backup.</summary>
    public string DatabasePath { get; }

    /// <summary>Path of the backup until it is complete.</summary>
    public string IncompletePath { get; }

    /// <summary>Creates a directory, if it is missing, locks it, and creates an empty file for the backup.</summary>
    /// <param name="directory">The directory. It may have nothing but what an interrupted backup left.</param>
    /// <param name="source">The directory of the log.</param>
    /// <exception cref="LogBackupException">It has other files, is in use, is in the log's directory, or cannot be written.</exception>
    public static BackupDirectory Prepare(string directory, string source)
    {
        try
        {
            var path = Path.GetFullPath(directory);
            RequireOutside(PhysicalPath.Of(path), PhysicalPath.Of(source), directory);
            RequireNoFile(path, directory);
            var isNew = !Directory.Exists(path);
            PrivateFile.CreateDirectory(path);
            RequireEmpty(path);
            var prepared = new BackupDirectory(path, isNew, Lock(path));
            try
            {
                RequireEmpty(path);
                LogFiles.Delete(prepared.IncompletePath);
                PrivateFile.Open(prepared.IncompletePath, FileMode.CreateNew).Dispose();
                return prepared;
            }
            catch
            {
                prepared.Dispose();
                throw;
            }
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new LogBackupException(
                $"The directory '{directory}' cannot be written: {exception.Message} Choose another with --to.", exception);
        }
    }

    /// <summary>Makes the backup complete. It is on the disk when this returns.</summary>
    public void Complete() => DurableFile.Publish(IncompletePath, DatabasePath);

    public void Dispose()
    {
        LogFiles.TryDelete(IncompletePath);
        _lock.Dispose();
        if (_isNew && !File.Exists(DatabasePath))
        {
            LogFiles.TryDeleteDirectory(_path);
        }
    }

    private static FileStream Lock(string path)
    {
        var name = Path.Combine(path, LogDirectory.LockName);
        try
        {
            return PrivateFile.Open(name, FileMode.OpenOrCreate, FileOptions.DeleteOnClose);
        }
        catch (IOException exception) when (File.Exists(name))
        {
            throw new LogBackupException(
                $"Another backup is being written to '{path}'. Wait for it to end, or choose another directory with --to.", exception);
        }
    }

    private static void RequireOutside(string path, string source, string directory)
    {
        if (Path.TrimEndingDirectorySeparator(path) + Path.DirectorySeparatorChar is var inner
            && inner.StartsWith(Path.TrimEndingDirectorySeparator(source) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new LogBackupException($"'{directory}' is inside the data directory. Choose another directory with --to.");
        }
    }

    private static void RequireNoFile(string path, string directory)
    {
        if (File.Exists(path))
        {
            throw new LogBackupException($"'{directory}' is a file, not a directory. Choose a new one with --to.");
        }
    }

    private static void RequireEmpty(string path)
    {
        var other = Directory.EnumerateFileSystemEntries(path).Select(entry => Path.GetFileName(entry))
            .FirstOrDefault(name => name != LogDirectory.LockName && !name.StartsWith(IncompleteName, StringComparison.Ordinal));
        if (other is not null)
        {
            throw new LogBackupException(
                $"The directory '{path}' is not empty: it has '{other}'. Choose a new one with --to; a backup replaces nothing.");
        }
    }
}
