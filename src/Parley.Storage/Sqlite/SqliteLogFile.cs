using Microsoft.Data.Sqlite;

namespace Parley.Storage.Sqlite;

/// <summary>The files of a log in its directory: who may open them, and how they are opened.</summary>
internal sealed class SqliteLogFile : IDisposable
{
    internal const string DatabaseName = "parley.db";
    internal const string LockName = "parley.lock";

    /// <summary>Pages that the writer keeps in memory, at most: 64 MiB. The newest page of each of some 8,000 rooms, and of their commands.</summary>
    private const int CachedKibibytes = 65_536;

    private const int NotADatabase = 26;
    private const int Corrupt = 11;

    // Up to 3.51.2 a reader and a checkpoint could corrupt a database in WAL mode.
    private static readonly Version OldestLibrary = new(3, 51, 3);

    private readonly FileStream _lock;

    private SqliteLogFile(string directory, FileStream @lock) =>
        (_lock, DatabasePath, MarkPath) = (@lock, Path.Combine(directory, DatabaseName), Path.Combine(directory, "parley.mark"));

    /// <summary>Path of the database.</summary>
    public string DatabasePath { get; }

    /// <summary>Path of the file that remembers how far the database was.</summary>
    public string MarkPath { get; }

    /// <summary>Takes the directory for this process until disposal.</summary>
    /// <exception cref="LogOpenException">Another process has it, or it cannot be written.</exception>
    public static SqliteLogFile Take(string directory)
    {
        var path = Path.Combine(directory, LockName);
        try
        {
            return new SqliteLogFile(directory, OpenPrivate(path, FileMode.OpenOrCreate));
        }
        catch (IOException exception) when (File.Exists(path))
        {
            throw new LogOpenException(
                $"Another server is using the data directory '{directory}'. Stop it, or choose another directory with --data.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LogOpenException($"The data directory '{directory}' cannot be written: {exception.Message}", exception);
        }
    }

    /// <summary>Opens the database for writing, asserts that commits are synced, and brings it to the newest schema.</summary>
    /// <exception cref="LogOpenException">The file is damaged, another program's, or a newer Parley's; it is left as it is.</exception>
    public SqliteConnection OpenWriter(TimeProvider time, CheckpointLimits limits)
    {
        if (!File.Exists(DatabasePath))
        {
            OpenPrivate(DatabasePath, FileMode.CreateNew).Dispose();
        }

        SqliteConnection? connection = null;
        try
        {
            connection = Open(DatabasePath);
            RequireLibrary(connection);
            SqliteSchema.ReadVersion(connection, DatabasePath);
            Require(connection, "journal_mode = WAL", "journal_mode", "wal");
            Require(connection, "synchronous = FULL", "synchronous", "2");
            connection.Execute($"PRAGMA cache_size = {-CachedKibibytes}");
            connection.Execute("PRAGMA wal_autocheckpoint = 0");
            connection.Execute($"PRAGMA journal_size_limit = {(long)limits.Max * CheckpointLimits.PageBytes}");
            SqliteSchema.Migrate(connection, DatabasePath, time);
            return connection;
        }
        catch (SqliteException exception)
        {
            connection?.Dispose();
            throw Explain(exception, DatabasePath);
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    /// <summary>Opens the database for moving pages into it from the write-ahead log.</summary>
    public SqliteConnection OpenCheckpointer()
    {
        var connection = Open(DatabasePath);
        try
        {
            connection.Execute("PRAGMA synchronous = FULL");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens the database for reading only.</summary>
    public SqliteConnection OpenReader() => OpenReader(DatabasePath);

    /// <inheritdoc cref="OpenReader()"/>
    public static SqliteConnection OpenReader(string path)
    {
        var connection = Open(path);
        connection.Execute("PRAGMA query_only = ON");
        return connection;
    }

    /// <summary>What an SQLite error at opening means for the operator.</summary>
    public static LogOpenException Explain(SqliteException exception, string path) => exception.SqliteErrorCode is NotADatabase or Corrupt
        ? new LogOpenException($"'{path}' is damaged or not a Parley log ({exception.Message}). Restore it from a backup, or choose another directory with --data.", exception)
        : new LogOpenException($"'{path}' cannot be opened: {exception.Message}", exception);

    /// <summary>Opens a file that exists.</summary>
    internal static SqliteConnection Open(string path, SqliteOpenMode mode = SqliteOpenMode.ReadWrite)
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

    public void Dispose() => _lock.Dispose();

    private static FileStream OpenPrivate(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    private static void RequireLibrary(SqliteConnection connection)
    {
        var version = Version.Parse(connection.ServerVersion);
        if (version < OldestLibrary)
        {
            throw new LogOpenException($"The SQLite library is {version}; logs are safe from {OldestLibrary} on. Update it.");
        }
    }

    private static void Require(SqliteConnection connection, string setting, string name, string wanted)
    {
        connection.Execute($"PRAGMA {setting}");
        var actual = connection.Query<object>($"PRAGMA {name}")?.ToString();
        if (actual != wanted)
        {
            throw new LogOpenException($"SQLite answers {name} = {actual} where {wanted} is needed. Choose a local file system with --data.");
        }
    }
}
