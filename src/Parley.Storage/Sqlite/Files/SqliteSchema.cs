using Microsoft.Data.Sqlite;

namespace Parley.Storage.Sqlite.Files;

/// <summary>The tables of a log.</summary>
internal static class SqliteSchema
{
    /// <summary>Marks a file as a Parley log (SQLite's <c>application_id</c>): "Prly".</summary>
    public const int ApplicationId = 0x50726C79;

    /// <summary>The schema that this program writes. Since schema 4, contents may be erased; since 5, events have checksums.</summary>
    public const int Version = 5;

    /// <summary>The oldest schema that can be read as it is, and that a server brings up to date in place.</summary>
    public const int OldestReadable = 3;

    /// <summary>
    /// The unique index of command ids. Clients' ids begin with the time, so new ids of all rooms are neighbours: a commit writes a few
    /// pages of the index, not one for each room.
    /// </summary>
    public const string CommandIndex =
        "CREATE UNIQUE INDEX events_by_command ON events (command, id >> 40, user) WHERE command IS NOT NULL";

    // A check compares this text, comments included, with that of the log's own tables.
    private const string Tables =
        """
        CREATE TABLE schema_versions (version INTEGER PRIMARY KEY, applied TEXT NOT NULL) STRICT;
        CREATE TABLE terms (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            id     TEXT NOT NULL UNIQUE,   -- 32 hexadecimal digits
            begun  INTEGER NOT NULL        -- Unix milliseconds
        ) STRICT;
        CREATE TABLE rooms (
            id      INTEGER PRIMARY KEY,
            name    TEXT NOT NULL UNIQUE,
            kind    TEXT NOT NULL,
            created BLOB,                  -- the content that created the room; NULL for a chat that nobody created
            first   INTEGER NOT NULL,      -- the oldest sequence that the room still has
            head    INTEGER NOT NULL       -- a lower bound of the last sequence, for a room whose last events were removed
        ) STRICT;
        CREATE TABLE room_terms (
            room  INTEGER NOT NULL,
            term  INTEGER NOT NULL,
            first INTEGER NOT NULL,        -- the room's first sequence of the term
            PRIMARY KEY (room, term)
        ) WITHOUT ROWID, STRICT;
        CREATE TABLE events (
            id      INTEGER PRIMARY KEY,   -- room << 40 | sequence
            user    TEXT NOT NULL,
            time    INTEGER NOT NULL,      -- Unix milliseconds
            command TEXT,                  -- the sender's id, if it had one
            type    INTEGER NOT NULL,      -- what the content carries: 1 message, 2 created, 3 steps, 4 custom
            content BLOB NOT NULL          -- an encoded parley.v1.Content
        ) STRICT;
        CREATE TABLE snapshots (
            room     INTEGER PRIMARY KEY,
            sequence INTEGER NOT NULL,     -- the last event in the state
            version  INTEGER NOT NULL,     -- the version of the kind that saved it
            state    BLOB NOT NULL
        ) STRICT;
        """;

    /// <summary>Makes it possible to give freed space back to the disk, which SQLite decides when it creates the first table.</summary>
    public static void Initialize(SqliteConnection connection) => connection.Execute("PRAGMA auto_vacuum = INCREMENTAL");

    /// <summary>Creates the tables, without the index of command ids.</summary>
    /// <param name="connection">An empty database.</param>
    /// <param name="version">The schema: <see cref="OldestReadable"/> or newer.</param>
    public static void CreateTables(SqliteConnection connection, int version = Version)
    {
        connection.Execute(Tables);
        if (HasChecksums(version))
        {
            AddChecksums(connection);
        }
    }

    /// <summary>Brings tables up to date. Called in a transaction.</summary>
    /// <param name="connection">The log.</param>
    /// <param name="version">Its schema: <see cref="OldestReadable"/> or newer.</param>
    /// <param name="time">The clock.</param>
    public static void Upgrade(SqliteConnection connection, int version, TimeProvider time)
    {
        if (!HasChecksums(version))
        {
            AddChecksums(connection);
        }

        Mark(connection, time);
    }

    /// <summary>Gives a connection that only reads the columns that an older schema lacks, without a value.</summary>
    public static void AddMissingColumns(SqliteConnection connection, int version)
    {
        if (!HasChecksums(version))
        {
            // Tables of the temporary schema hide others of the same name.
            connection.Execute("CREATE TEMP VIEW events AS SELECT *, NULL AS checksum FROM main.events");
        }
    }

    /// <summary>True if events of a schema have checksums, except those that were written before.</summary>
    public static bool HasChecksums(int version) => version >= 5;

    /// <summary>Marks a file with complete tables as a log. Called in the transaction that completes them.</summary>
    public static void Complete(SqliteConnection connection, TimeProvider time)
    {
        connection.Execute($"PRAGMA application_id = {ApplicationId}");
        Mark(connection, time);
    }

    /// <summary>The schema version of a file; 0 if it has no tables.</summary>
    /// <exception cref="LogOpenException">The file belongs to another program, or was written by a newer Parley.</exception>
    public static int ReadVersion(SqliteConnection connection, string path)
    {
        var application = connection.Query<long>("PRAGMA application_id");
        if (application == 0 && connection.Query<long>("SELECT count(*) FROM sqlite_schema") == 0)
        {
            return 0;
        }

        if (application != ApplicationId)
        {
            throw new LogOpenException($"'{path}' belongs to another program. Choose another directory.");
        }

        var version = (int)connection.Query<long>("SELECT max(version) FROM schema_versions");
        return version <= Version
            ? version
            : throw new LogOpenException(
                $"'{path}' was written by a newer Parley (schema {version}; this one knows up to {Version}). Install that version.");
    }

    // A new log gets the column in the same way as an old one, so that the text of its table is the same.
    private static void AddChecksums(SqliteConnection connection) => connection.Execute("ALTER TABLE events ADD COLUMN checksum INTEGER");

    /// <summary>Notes that the file is of this schema now.</summary>
    private static void Mark(SqliteConnection connection, TimeProvider time) =>
        connection.Execute(
            "INSERT INTO schema_versions (version, applied) VALUES ($version, $applied)",
            ("$version", Version),
            ("$applied", time.GetUtcNow().ToString("O", System.Globalization.CultureInfo.InvariantCulture)));
}
