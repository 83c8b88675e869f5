namespace Parley.Storage.Sqlite.Files;

/// <summary>The directory of a log, locked for this process until disposal.</summary>
internal sealed class LogDirectory : IDisposable
{
    public const string DatabaseName = "parley.db";
    public const string LockName = "parley.lock";

    // Only logs before schema 3 have one.
    private const string MarkName = "parley.mark";
    private const string MigratingName = "parley.db.migrating";

    private readonly FileStream _lock;

    private LogDirectory(string directory, FileStream @lock) =>
        (_lock, DatabasePath, MigratingPath, MarkPath) = (
            @lock, Path.Combine(directory, DatabaseName), Path.Combine(directory, MigratingName), Path.Combine(directory, MarkName));

    /// <summary>Path of the database.</summary>
    public string DatabasePath { get; }

    /// <summary>Path of the database that a log of an older schema is copied into.</summary>
    public string MigratingPath { get; }

    /// <summary>Path of the mark of a log of an older schema.</summary>
    public string MarkPath { get; }

    /// <summary>Creates a directory, if it is missing, and locks it.</summary>
    /// <exception cref="LogOpenException">Another process has locked it, or it cannot be created or written.</exception>
    public static LogDirectory Lock(string directory)
    {
        var path = Path.Combine(directory, LockName);
        try
        {
            PrivateFile.CreateDirectory(directory);
            return new LogDirectory(directory, PrivateFile.Open(path, FileMode.OpenOrCreate));
        }
        catch (IOException exception) when (File.Exists(path))
        {
            throw new LogOpenException(
                $"Another server is using the data directory '{directory}'. Stop it, or choose another directory with --data.", exception);
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new LogOpenException(
                $"The data directory '{directory}' cannot be written: {exception.Message} Choose another with --data.", exception);
        }
    }

    public void Dispose() => _lock.Dispose();
}
