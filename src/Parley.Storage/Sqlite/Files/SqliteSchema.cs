using Microsoft.Data.Sqlite;

namespace Parley.Storage.Sqlite.Files;

/// <summary>The tables of a log, and the migrations that bring an older file to them.</summary>
internal static class SqliteSchema
{
    /// <summary>Marks a file as a Parley log (SQLite's <c>application_id</c>): "Prly".</summary>
    public const int ApplicationId = 0x50726C79;

    private const string Versions = "CREATE TABLE schema_versions (version INTEGER PRIMARY KEY, applied TEXT NOT NULL) STRICT";

    private static readonly string[] Migrations =
    [
        """
        CREATE TABLE log (
            epoch   TEXT NOT NULL,      -- identity of this incarnation
            commits INTEGER NOT NULL    -- transactions so far
        ) STRICT;
        CREATE TABLE rooms (
            id   INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE
        ) STRICT;
        CREATE TABLE events (
            room     INTEGER NOT NULL REFERENCES rooms (id),
            sequence INTEGER NOT NULL CHECK (sequence > 0),
            user     TEXT NOT NULL,
            time     INTEGER NOT NULL,  -- Unix milliseconds
            command  TEXT,              -- the sender's id, if it had one
            type     INTEGER NOT NULL,  -- 1: message
            content  TEXT NOT NULL,
            PRIMARY KEY (room, sequence)
        ) WITHOUT ROWID, STRICT;
        CREATE UNIQUE INDEX events_by_command ON events (room, user, command) WHERE command IS NOT NULL;
        """,

        // Clients' command ids begin with the time. In this order of columns, new ids of all senders are neighbours: a commit writes one
        // page of a room's index, not one for each sender.
        """
        DROP INDEX events_by_command;
        CREATE UNIQUE INDEX events_by_command ON events (room, command, user) WHERE command IS NOT NULL;
        """,
    ];

    /// <summary>The newest schema this program knows.</summary>
    public static int Newest => Migrations.Length;

    /// <summary>Brings the file to the newest schema, one transaction for each migration.</summary>
    /// <exception cref="LogOpenException">The file belongs to another program, or was written by a newer Parley.</exception>
    public static void Migrate(SqliteConnection connection, string path, TimeProvider time)
    {
        var version = ReadVersion(connection, path);
        for (; version < Newest; version++)
        {
            using var transaction = connection.BeginTransaction();
            if (version == 0)
            {
                connection.Execute($"PRAGMA application_id = {ApplicationId}");
                connection.Execute(Versions);
            }

            connection.Execute(Migrations[version]);
            connection.Execute(
                "INSERT INTO schema_versions (version, applied) VALUES ($version, $applied)",
                ("$version", version + 1),
                ("$applied", time.GetUtcNow().ToString("O", System.Globalization.CultureInfo.InvariantCulture)));
            transaction.Commit();
        }
    }

    /// <summary>Creates the tables and indexes of a schema version in an empty database, for comparison.</summary>
    public static void CreateEmpty(SqliteConnection connection, int version)
    {
        connection.Execute(Versions);
        foreach (var migration in Migrations.Take(version))
        {
            connection.Execute(migration);
        }
    }

    /// <summary>The schema version of a file; 0 if it is empty.</summary>
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
            throw new LogOpenException($"'{path}' belongs to another program. Choose another directory with --data.");
        }

        var version = (int)connection.Query<long>("SELECT max(version) FROM schema_versions");
        return version <= Newest
            ? version
            : throw new LogOpenException(
                $"'{path}' was written by a newer Parley (schema {version}; this one knows up to {Newest}). Install that version.");
    }
}
