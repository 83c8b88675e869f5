using Microsoft.Data.Sqlite;

namespace Parley.Storage.Sqlite;

/// <summary>A log that was written before, seen from outside its server: opened for reading only, never begun or migrated.</summary>
internal static class ExistingLog
{
    /// <summary>
    /// Holds servers off a directory until disposal, and changes nothing in it. Several processes may do so at once.
    /// </summary>
    /// <returns><c>null</c> if no server ever used the directory.</returns>
    /// <exception cref="LogOpenException">A server is using the directory, or the lock cannot be read.</exception>
    public static IDisposable? HoldOff(string directory)
    {
        var path = Path.Combine(directory, SqliteLogFile.LockName);
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new LogOpenException($"'{path}' cannot be read: {exception.Message}", exception);
        }
        catch (IOException exception)
        {
            throw new LogOpenException($"A server is using the data directory '{directory}'. Stop it first.", exception);
        }
    }

    /// <summary>Opens the log of a directory for reading, whether or not a server is using it, and changes no event, table or setting.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="isHeldOff">True if no server can write meanwhile: then nothing needs to be created beside the file.</param>
    /// <exception cref="LogOpenException">There is no log, or the file is damaged, another program's, or a newer Parley's.</exception>
    public static SqliteConnection Open(string directory, bool isHeldOff)
    {
        var path = FindDatabase(directory);
        SqliteConnection? connection = null;
        try
        {
            connection = SqliteLogFile.Open(isHeldOff && !HasWriteAheadLog(path) ? Immutable(path) : path, SqliteOpenMode.ReadOnly);
            return SqliteSchema.ReadVersion(connection, path) > 0
                ? connection
                : throw new LogOpenException($"'{path}' is empty: no server has begun a log in it.");
        }
        catch (SqliteException exception)
        {
            connection?.Dispose();
            throw SqliteLogFile.Explain(exception, path);
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    private static string FindDatabase(string directory)
    {
        var path = Path.GetFullPath(Path.Combine(directory, SqliteLogFile.DatabaseName));
        return File.Exists(path) ? path
            : Directory.Exists(directory) ? throw new LogOpenException($"There is no log in '{directory}' ({SqliteLogFile.DatabaseName}). Name the server's directory with --data.")
            : throw new LogOpenException($"There is no directory '{directory}'. Name the server's directory with --data.");
    }

    private static bool HasWriteAheadLog(string path) => new FileInfo(path + "-wal") is { Exists: true, Length: > 0 };

    /// <summary>A file that nobody writes: SQLite then needs neither a lock nor a file beside it.</summary>
    private static string Immutable(string path) => $"file:{Uri.EscapeDataString(path)}?immutable=1";
}
