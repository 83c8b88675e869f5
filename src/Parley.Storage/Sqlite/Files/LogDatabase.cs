using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Parley.Storage.Sqlite.Files;

/// <summary>Opens connections to a log's database, one kind for each task.</summary>
internal static class LogDatabase
{
    /// <summary>
    /// The most memory the writer's page cache takes: 64 MiB. That holds the newest page of about 8,000 rooms and the newest page of the
    /// index of their commands.
    /// </summary>
    private const int CacheKibibytes = 65_536;

    // Up to 3.51.2, a reader and a checkpoint together could corrupt a database in WAL mode.
    private static readonly Version MinLibrary = new(3, 51, 3);

    /// <summary>Opens the database for writing.</summary>
    /// <param name="path">The database: of the newest schema, or empty.</param>
    /// <param name="time">The clock, for the date of its creation.</param>
    /// <param name="maxWriteAheadBytes">SQLite truncates the file of the write-ahead log to this length when the log restarts.</param>
    /// <exception cref="LogOpenException">
    /// The file is damaged, belongs to another program, or was written by a newer Parley, or commits to it would not be synced. It is left
    /// as it is.
    /// </exception>
    public static SqliteConnection OpenWriter(string path, TimeProvider time, long maxWriteAheadBytes)
    {
        return OpenOrExplain(path, () => Open(path), connection =>
        {
            RequireLibrary(connection);
            var version = SqliteSchema.ReadVersion(connection, path);
            if (version == 0)
            {
                SqliteSchema.Initialize(connection);
            }

            Require(connection, "journal_mode = WAL", "journal_mode", "wal");
            SyncCommits(connection);
            connection.Execute($"PRAGMA cache_size = {-CacheKibibytes}");
            connection.Execute("PRAGMA wal_autocheckpoint = 0");
            connection.Execute($"PRAGMA journal_size_limit = {maxWriteAheadBytes}");
            Overwrite(connection, isThorough: false);
            if (version == 0)
            {
                Create(connection, time);
            }
            else if (version < SqliteSchema.Version)
            {
                using var transaction = connection.BeginTransaction();
                SqliteSchema.Upgrade(connection, version, time);
                transaction.Commit();
            }

            EventChecksum.Register(connection);
            return connection;
        });
    }

    /// <summary>Chooses whether SQLite overwrites what is deleted.</summary>
    /// <param name="connection">The connection that deletes.</param>
    /// <param name="isThorough">
    /// True to overwrite all of it, as erasing must. False to overwrite only what is in pages that are written anyway: trimming would write
    /// each page that it frees.
    /// </param>
    public static void Overwrite(SqliteConnection connection, bool isThorough) =>
        connection.Execute($"PRAGMA secure_delete = {(isThorough ? "ON" : "FAST")}");

    /// <summary>Opens the database for moving pages into it from the write-ahead log.</summary>
    public static SqliteConnection OpenCheckpointer(string path) => OpenWith(path, SyncCommits);

    /// <summary>Opens the database for reading only.</summary>
    public static SqliteConnection OpenReader(string path) => OpenWith(path, connection => connection.Execute("PRAGMA query_only = ON"));

    /// <summary>Opens a database that exists.</summary>
    public static SqliteConnection Open(string path, SqliteOpenMode mode = SqliteOpenMode.ReadWrite)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
        }.ToString());
        connection.Open();
        return connection;
    }

    /// <summary>Opens a connection and prepares it for use. If either fails, the connection is closed.</summary>
    /// <exception cref="LogOpenException">SQLite reported an error, which the message explains to the operator.</exception>
    public static T OpenOrExplain<T>(string path, Func<SqliteConnection> open, Func<SqliteConnection, T> prepare)
    {
        SqliteConnection? connection = null;
        try
        {
            connection = open();
            return prepare(connection);
        }
        catch (SqliteException exception)
        {
            connection?.Dispose();
            throw Explain(exception, path);
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    /// <summary>
    /// True if SQLite could not write because the disk is full, or probably is. If shared memory cannot grow, SQLite
    /// reports an I/O error, whatever the reason.
    /// </summary>
    public static bool IsDiskFull(SqliteException exception) =>
        exception.SqliteErrorCode == raw.SQLITE_FULL || exception.SqliteExtendedErrorCode == raw.SQLITE_IOERR_SHMSIZE;

    private static void Create(SqliteConnection connection, TimeProvider time)
    {
        using var transaction = connection.BeginTransaction();
        SqliteSchema.CreateTables(connection);
        connection.Execute(SqliteSchema.CommandIndex);
        SqliteSchema.Complete(connection, time);
        transaction.Commit();
    }

    private static LogOpenException Explain(SqliteException exception, string path) => new(
        exception switch
        {
            { SqliteErrorCode: raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT } =>
                $"'{path}' is damaged or not a Parley log ({exception.Message}). " +
                "Restore it from a backup, or choose another directory with --data.",
            _ when IsDiskFull(exception) =>
                $"'{path}' cannot be opened because its disk is full or cannot be written. " +
                "Free some space or check the disk, then try again.",
            { SqliteErrorCode: raw.SQLITE_CANTOPEN } when !PrivateFile.IsReadable(path) =>
                $"This user is not allowed to read '{path}'. Run the command as the server's user.",
            _ => $"'{path}' cannot be opened: {exception.Message}",
        },
        exception);

    private static SqliteConnection OpenWith(string path, Action<SqliteConnection> prepare)
    {
        var connection = Open(path);
        try
        {
            prepare(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Demands that the disk itself has a commit, also on macOS, where an ordinary sync leaves it in the disk's cache.</summary>
    private static void SyncCommits(SqliteConnection connection)
    {
        Require(connection, "synchronous = FULL", "synchronous", "2");
        Require(connection, "fullfsync = ON", "fullfsync", "1");
        Require(connection, "checkpoint_fullfsync = ON", "checkpoint_fullfsync", "1");
    }

    private static void RequireLibrary(SqliteConnection connection)
    {
        var version = Version.Parse(connection.ServerVersion);
        if (version < MinLibrary)
        {
            throw new LogOpenException($"The SQLite library is version {version}; logs are safe from {MinLibrary} on. Update the library.");
        }
    }

    /// <summary>Changes a setting and makes sure that SQLite follows it.</summary>
    public static void Require(SqliteConnection connection, string setting, string name, string required)
    {
        connection.Execute($"PRAGMA {setting}");
        var actual = connection.Query<object>($"PRAGMA {name}")?.ToString();
        if (actual != required)
        {
            throw new LogOpenException(
                $"SQLite reports {name} = {actual}, but Parley needs {required}. Choose a directory on a local file system with --data.");
        }
    }
}
