using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Parley.Testing;

/// <summary>A log as an earlier version wrote it.</summary>
public sealed class OldLog : IDisposable
{
    /// <summary>The log's epoch.</summary>
    public static readonly Guid Epoch = new("0198a1b2-0000-7000-8000-000000000001");

    private const string Tables =
        """
        CREATE TABLE schema_versions (version INTEGER PRIMARY KEY, applied TEXT NOT NULL) STRICT;
        CREATE TABLE log (epoch TEXT NOT NULL, commits INTEGER NOT NULL) STRICT;
        CREATE TABLE rooms (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE events (
            room     INTEGER NOT NULL REFERENCES rooms (id),
            sequence INTEGER NOT NULL CHECK (sequence > 0),
            user     TEXT NOT NULL,
            time     INTEGER NOT NULL,
            command  TEXT,
            type     INTEGER NOT NULL,
            content  TEXT NOT NULL,
            PRIMARY KEY (room, sequence)
        ) WITHOUT ROWID, STRICT;
        PRAGMA application_id = 1349676153;
        """;

    private static readonly string[] CommandIndexes =
    [
        "CREATE UNIQUE INDEX events_by_command ON events (room, user, command) WHERE command IS NOT NULL",
        "CREATE UNIQUE INDEX events_by_command ON events (room, command, user) WHERE command IS NOT NULL",
    ];

    /// <summary>Creates a log.</summary>
    /// <param name="schema">1 or 2.</param>
    /// <param name="rooms">How many rooms.</param>
    /// <param name="events">
    /// How many events each room has. Event N of a room has the text "text N" and, if N is even, the command "id-N".
    /// </param>
    public OldLog(int schema, int rooms, int events)
    {
        using var connection = Connect();
        Execute(connection, "PRAGMA journal_mode = WAL");
        Execute(connection, Tables);
        Execute(connection, CommandIndexes[schema - 1]);
        for (var version = 1; version <= schema; version++)
        {
            Execute(connection, "INSERT INTO schema_versions VALUES ($version, 'long ago')", ("$version", version));
        }

        Execute(connection, "INSERT INTO log VALUES ($epoch, 7)", ("$epoch", Epoch.ToString()));
        Execute(
            connection,
            """
            WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < $rooms)
            INSERT INTO rooms SELECT n, 'room-' || n FROM numbers
            """,
            ("$rooms", rooms));
        Execute(
            connection,
            """
            WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < $events)
            INSERT INTO events SELECT id, n, 'ada', 1000 * n, iif(n % 2 = 0, 'id-' || n, NULL), 1, 'text ' || n FROM rooms, numbers
            """,
            ("$events", events));
        WriteMark(commits: 7);
    }

    /// <summary>The data directory.</summary>
    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("parley-old-").FullName;

    /// <summary>Path of the database.</summary>
    public string DatabasePath => Path.Combine(Directory, "parley.db");

    /// <summary>Path of the mark, which says how far the log had come.</summary>
    public string MarkPath => Path.Combine(Directory, "parley.mark");

    /// <summary>Writes the mark.</summary>
    /// <param name="commits">How many transactions the log has had.</param>
    public void WriteMark(long commits) =>
        File.WriteAllText(MarkPath, string.Create(CultureInfo.InvariantCulture, $"{Epoch} {commits:D19}"));

    /// <summary>Changes the log.</summary>
    public void Execute(string sql)
    {
        using var connection = Connect();
        Execute(connection, sql);
    }

    /// <summary>Opens the log as another program would.</summary>
    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={DatabasePath};Pooling=False");
        connection.Open();
        return connection;
    }

    /// <inheritdoc/>
    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);

    [SuppressMessage("Security", "CA2100", Justification = "The statements are constants of the tests.")]
    private static void Execute(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        command.ExecuteNonQuery();
    }
}
