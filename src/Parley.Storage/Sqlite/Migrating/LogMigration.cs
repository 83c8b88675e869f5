using Microsoft.Data.Sqlite;
using Parley.Rooms.Contents;
using Parley.Storage.Sqlite.Files;

namespace Parley.Storage.Sqlite.Migrating;

/// <summary>
/// Converts a log of an older schema: copies it into a new database beside it, which takes its place at the end. Until then the old one is
/// not changed. A conversion that was interrupted continues where it was.
/// </summary>
internal static class LogMigration
{
    /// <summary>Converts the log of a directory, if it has one of an older schema.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="time">The clock.</param>
    /// <param name="newTerm">Creates the id of a term.</param>
    /// <param name="report">Receives each step, and the share of it that is done if that is known, on the calling thread.</param>
    /// <exception cref="LogOpenException">The log cannot be converted. It is as it was.</exception>
    public static void Run(LogDirectory directory, TimeProvider time, Func<Guid> newTerm, Action<string, double?> report)
    {
        if (!File.Exists(directory.DatabasePath) || !IsOlder(directory.DatabasePath))
        {
            Finish(directory);
            return;
        }

        try
        {
            using (var copy = OpenCopy(directory))
            {
                new LogCopy(copy, LogMark.Read(directory.MarkPath), time, newTerm, report).Run();
            }

            Replace(directory);
            Finish(directory);
        }
        catch (SqliteException exception) when (LogDatabase.IsDiskFull(exception))
        {
            throw new LogOpenException(
                $"The disk is too full to convert '{directory.DatabasePath}'. The conversion needs as much space again as the log takes, " +
                "until it ends. Free some space and start again: it continues where it was.",
                exception);
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new LogOpenException($"'{directory.DatabasePath}' cannot be converted: {exception.Message}", exception);
        }
    }

    private static bool IsOlder(string path)
    {
        using var connection = LogDatabase.OpenOrExplain(path, () => LogDatabase.Open(path), connection =>
        {
            _ = SqliteSchema.ReadVersion(connection, path);
            return connection;
        });
        return SqliteSchema.ReadVersion(connection, path) is > 0 and < SqliteSchema.OldestReadable;
    }

    /// <summary>Opens the copy: an interrupted one if it was made of the log as it is now, otherwise a new one.</summary>
    private static SqliteConnection OpenCopy(LogDirectory directory)
    {
        var connection = Attach(directory);
        if (LogCopy.IsOfSource(connection))
        {
            return connection;
        }

        // An earlier version has used the log since, or another log was put in its place.
        connection.Dispose();
        LogFiles.Delete(directory.MigratingPath);
        return Attach(directory);
    }

    private static SqliteConnection Attach(LogDirectory directory)
    {
        var path = directory.MigratingPath;
        if (!File.Exists(path))
        {
            PrivateFile.Open(path, FileMode.CreateNew).Dispose();
        }

        var connection = LogDatabase.Open(path);
        try
        {
            SqliteSchema.Initialize(connection);
            LogDatabase.Require(connection, "journal_mode = WAL", "journal_mode", "wal");

            // A copy that loses its end in a power cut is continued from there.
            connection.Execute("PRAGMA synchronous = NORMAL");
            connection.Execute("ATTACH $path AS old", ("$path", directory.DatabasePath));

            // Bytes, because the text of a function's argument ends at its first NUL.
            connection.CreateFunction("message", (byte[] text) => MessageContent.Encode(text), isDeterministic: true);
            EventChecksum.Register(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Puts the complete copy in the place of the old database.</summary>
    private static void Replace(LogDirectory directory)
    {
        // Leaves no write-ahead log beside the old database, which the new one would take for its own. Fails while somebody reads it.
        using (var old = LogDatabase.Open(directory.DatabasePath))
        {
            LogDatabase.Require(old, "journal_mode = DELETE", "journal_mode", "delete");
        }

        using (var copy = File.OpenHandle(directory.MigratingPath, FileMode.Open, FileAccess.ReadWrite))
        {
            RandomAccess.FlushToDisk(copy);
        }

        File.Move(directory.MigratingPath, directory.DatabasePath, overwrite: true);
    }

    // A conversion may have ended between replacing the database and this.
    private static void Finish(LogDirectory directory)
    {
        File.Delete(directory.MarkPath);
        LogFiles.Delete(directory.MigratingPath);
    }
}
