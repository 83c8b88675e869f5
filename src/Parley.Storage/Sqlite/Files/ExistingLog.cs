using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Parley.Storage.Sqlite.Files;

/// <summary>A log that a server wrote earlier or is writing now, opened from outside: read only, never created or migrated.</summary>
internal static class ExistingLog
{
    /// <summary>Keeps servers from using a directory until disposal. Several processes may keep them out at once.
    /// Changes nothing in the directory.</summary>
    /// <returns><c>null</c> if no server has ever used the directory.</returns>
    /// <exception cref="LogOpenException">A server is using the directory, or its lock file cannot be read.</exception>
    public static IDisposable? LockOutServers(string directory)
    {
        var path = Path.Combine(directory, LogDirectory.LockName);
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
            throw new LogOpenException($"This user is not allowed to read '{directory}'. Run the command as the server's user.", exception);
        }
        catch (IOException exception) when (!PrivateFile.IsInUse(exception))
        {
            throw new LogOpenException($"'{path}' cannot be read: {exception.Message}", exception);
        }
        catch (IOException exception)
        {
            throw new LogOpenException($"A server is using the data directory '{directory}'. Stop it first.", exception);
        }
    }

    /// <summary>Opens the log of a directory for reading, even while a server is using it. Changes no event, table or setting.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="isLocked">True if no server can write meanwhile: SQLite then creates no files beside the database.</param>
    /// <exception cref="LogOpenException">
    /// There is no log, or the file is damaged, belongs to another program, or was written by a newer Parley.
    /// </exception>
    public static SqliteConnection Open(string directory, bool isLocked) => OpenDatabase(FindDatabase(directory), isLocked);

    /// <summary>Opens a log for reading. Changes no event, table or setting.</summary>
    /// <inheritdoc cref="Open"/>
    public static SqliteConnection OpenDatabase(string path, bool isLocked)
    {
        return LogDatabase.OpenOrExplain(
            path,
            () => LogDatabase.Open(ToUri(path, isLocked), SqliteOpenMode.ReadOnly),
            connection =>
            {
                var version = SqliteSchema.ReadVersion(connection, path);
                switch (version)
                {
                    case 0:
                        throw new LogOpenException($"'{path}' is empty: it has no log. If it had one, restore a backup.");
                    case < SqliteSchema.OldestReadable:
                        throw new LogOpenException(
                            $"'{path}' was written by an older Parley (schema {version}; this one reads {SqliteSchema.Version}). " +
                            "Start a server on it once: it converts the log.");
                    default:
                        SqliteSchema.AddMissingColumns(connection, version);
                        return connection;
                }
            });
    }

    /// <summary>The URI with which SQLite opens a log read-only.</summary>
    /// <inheritdoc cref="Open"/>
    public static string ToUri(string path, bool isLocked)
    {
        // SQLite needs neither a lock nor a file beside a database that nobody writes.
        var isImmutable = isLocked && !HasWriteAheadLog(path);
        return $"file:{Uri.EscapeDataString(path)}?{(isImmutable ? "immutable=1" : "mode=ro")}";
    }

    /// <summary>True if SQLite could not open a log because it could not create files beside it.</summary>
    public static bool NeedsToWrite(LogOpenException exception) => exception.InnerException is SqliteException
    {
        SqliteErrorCode: raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY,
    };

    /// <summary>The path of the log in a directory.</summary>
    /// <exception cref="LogOpenException">There is none.</exception>
    public static string FindDatabase(string directory)
    {
        var path = Path.GetFullPath(Path.Combine(directory, LogDirectory.DatabaseName));
        return FindMissing(directory, path) is { } missing
            ? throw new LogOpenException($"{missing} Name the server's directory with --data.")
            : path;
    }

    /// <summary>Why there is no file in a directory, in a sentence; <c>null</c> if there is one.</summary>
    /// <exception cref="LogOpenException">The user is not allowed to know.</exception>
    public static string? FindMissing(string directory, string path)
    {
        try
        {
            return (File.GetAttributes(path) & FileAttributes.Directory) == 0 ? null : $"'{path}' is a directory, not a log.";
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new LogOpenException($"This user is not allowed to read '{directory}'. Run the command as the server's user.", exception);
        }
        catch (IOException) when (File.Exists(directory))
        {
            return $"'{directory}' is a file, not a directory.";
        }
        catch (IOException)
        {
            return Directory.Exists(directory)
                ? $"There is no log in '{directory}' ({LogDirectory.DatabaseName})."
                : $"There is no directory '{directory}'.";
        }
    }

    /// <summary>True if a write-ahead log has what the database does not have yet.</summary>
    public static bool HasWriteAheadLog(string path) => new FileInfo(path + "-wal") is { Exists: true, Length: > 0 };
}
