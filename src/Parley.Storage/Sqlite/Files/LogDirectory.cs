namespace Parley.Storage.Sqlite.Files;

/// <summary>The directory of a log, locked for this process until disposal.</summary>
internal sealed class LogDirectory : IDisposable
{
    public const string DatabaseName = "parley.db";
    public const string LockName = "parley.lock";

    // Only logs before schema 3 have one.
    private const string MarkName = "parley.mark";
    private const string MigratingName = "parley.db.migrating";
    private const string RestoringName = "parley.db.restoring";

    private readonly FileStream _lock;
    private readonly string _directory;

    private LogDirectory(string directory, FileStream @lock) => (_lock, _directory) = (@lock, directory);

    /// <summary>Path of the database.</summary>
    public string DatabasePath => Path.Combine(_directory, DatabaseName);

    /// <summary>Path of the database that a log of an older schema is copied into.</summary>
    public string MigratingPath => Path.Combine(_directory, MigratingName);

    /// <summary>Path of the mark of a log of an older schema.</summary>
    public string MarkPath => Path.Combine(_directory, MarkName);

    /// <summary>Path of a log that is being restored, until it is complete.</summary>
    public string RestoringPath => Path.Combine(_directory, RestoringName);

    /// <summary>Creates a directory, if it is missing, and locks it.</summary>
    /// <exception cref="LogOpenException">Another process has locked it, or it cannot be created or written.</exception>
    public static LogDirectory Lock(string directory)
    {
        var path = Path.Combine(directory, LockName);
        if (File.Exists(directory))
        {
            throw new LogOpenException($"'{directory}' is a file, not a directory. Name a directory with --data.");
        }

        try
        {
            PrivateFile.CreateDirectory(directory);
            return new LogDirectory(directory, PrivateFile.Open(path, FileMode.OpenOrCreate));
        }
        catch (IOException exception) when (PrivateFile.IsInUse(exception))
        {
            throw new LogOpenException(
                $"A server, or a command such as parley verify, is using the data directory '{directory}'. " +
                "Stop it, or choose another directory with --data.",
                exception);
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new LogOpenException(
                $"The data directory '{directory}' cannot be written: {exception.Message} Choose another with --data.", exception);
        }
    }

    /// <summary>Demands that the log is not missing because a restore of it was interrupted.</summary>
    /// <exception cref="LogOpenException">It is.</exception>
    public void RequireRestored()
    {
        if (File.Exists(RestoringPath) && !File.Exists(DatabasePath))
        {
            throw new LogOpenException(
                $"A restore to '{_directory}' was interrupted. Run parley restore again, or delete '{RestoringPath}' " +
                "to begin an empty log.");
        }
    }

    /// <summary>Makes sure that the database, if there is one, is a file: opening a pipe would wait for its other end.</summary>
    /// <exception cref="LogOpenException">It is something else.</exception>
    public void RequireFile()
    {
        if (Directory.Exists(DatabasePath) || (OperatingSystem.IsLinux() && FileIdentity.Find(DatabasePath) is { IsRegular: false }))
        {
            throw new LogOpenException($"'{DatabasePath}' is not a file. Move it away, or choose another directory with --data.");
        }
    }

    /// <summary>Demands that there is no write-ahead log without its database: SQLite would begin a new one in its place.</summary>
    /// <exception cref="LogOpenException">There is.</exception>
    public void RequireDatabase()
    {
        if (ExistingLog.HasWriteAheadLog(DatabasePath) && new FileInfo(DatabasePath) is not { Exists: true, Length: > 0 })
        {
            throw new LogOpenException(
                $"'{DatabasePath}' is missing or empty, but '{DatabaseName}{LogFiles.WriteAheadLogSuffix}' has events of it. " +
                "Put the database back, or move both away to begin an empty log.");
        }
    }

    public void Dispose() => _lock.Dispose();
}
