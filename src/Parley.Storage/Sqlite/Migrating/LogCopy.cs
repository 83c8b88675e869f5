using System.Globalization;
using Microsoft.Data.Sqlite;
using Parley.Storage.Sqlite.Files;

namespace Parley.Storage.Sqlite.Migrating;

/// <summary>Copies a log of schema 1 or 2, attached as <c>old</c>, into a database of the newest schema.</summary>
/// <param name="connection">The new database.</param>
/// <param name="mark">The mark beside the old log; <c>null</c> if there is none.</param>
/// <param name="time">The clock.</param>
/// <param name="newTerm">Creates the id of a term.</param>
/// <param name="report">Receives each step, and the share of it that is done if that is known.</param>
internal sealed class LogCopy(
    SqliteConnection connection, LogMark? mark, TimeProvider time, Func<Guid> newTerm, Action<string, double?> report)
{
    // About a tenth of a second of work, so that little is done again after an interruption.
    private const int EventsInTransaction = 20_000;

    // The old version counts its transactions, so epoch and count say whether it has written anything since the copy began.
    private const string Stamp = "SELECT epoch || ' ' || commits FROM old.log";

    /// <summary>True if a database is empty, or an incomplete copy of the attached log as it is now.</summary>
    public static bool IsOfSource(SqliteConnection connection)
    {
        if (connection.Query<long>("SELECT count(*) FROM main.sqlite_schema") == 0)
        {
            return true;
        }

        return connection.Query<long>("SELECT count(*) FROM main.sqlite_schema WHERE name = 'source'") > 0
            && connection.Query<string>("SELECT stamp FROM source") is { } stamp
            && stamp == connection.Query<string>(Stamp);
    }

    /// <summary>Copies what is not copied yet, and completes the new database.</summary>
    public void Run()
    {
        if (connection.Query<long>("SELECT count(*) FROM main.sqlite_schema") == 0)
        {
            InTransaction(CopyRooms);
        }

        if (!IsComplete())
        {
            CopyEvents();
            report("indexing command ids", null);
            InTransaction(() =>
            {
                connection.Execute(SqliteSchema.CommandIndex);
                RequireAll();
                SqliteSchema.Complete(connection, time);
            });
        }

        connection.Execute("DROP TABLE source");
        connection.Execute("PRAGMA synchronous = FULL");
        connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private bool IsComplete() => connection.Query<long>("SELECT count(*) FROM schema_versions") > 0;

    private void CopyRooms()
    {
        if (connection.Query<long>("SELECT max(id) FROM old.rooms") > EventId.MaxRoom)
        {
            throw new LogOpenException($"The log has rooms with numbers above {EventId.MaxRoom}, more than this version can keep.");
        }

        SqliteSchema.CreateTables(connection);
        connection.Execute("CREATE TABLE source (stamp TEXT) STRICT");
        connection.Execute($"INSERT INTO source {Stamp}");
        connection.Execute(
            "INSERT INTO rooms (id, name, kind, first, head) SELECT id, name, 'chat', 1, 0 FROM old.rooms");
        connection.Execute($"PRAGMA application_id = {SqliteSchema.ApplicationId}");
        if (Guid.TryParse(connection.Query<string>("SELECT epoch FROM old.log"), out var epoch))
        {
            // Positions in the old log hold, unless it had lost its end.
            var found = new LogMark(epoch, connection.Query<long>("SELECT commits FROM old.log"));
            LogTerm.Begin(connection, mark is { } known && known.IsReachedBy(found) ? epoch : newTerm(), time);
        }
    }

    private void CopyEvents()
    {
        var total = connection.Query<long>("SELECT count(*) FROM old.events");
        var copied = connection.Query<long>("SELECT count(*) FROM events");
        var last = connection.Query<long>("SELECT max(id) FROM events");
        using var copy = connection.Prepare(
            $"""
            INSERT INTO events (id, user, time, command, type, content, checksum)
            SELECT *, {EventChecksum.Sql("content")} FROM (
                SELECT room << 40 | sequence AS id, user, time, command, type, message(CAST(content AS BLOB)) AS content FROM old.events
                WHERE (room, sequence) > ($room, $sequence) ORDER BY room, sequence LIMIT $limit
            )
            """,
            ("$room", 0L),
            ("$sequence", 0L),
            ("$limit", EventsInTransaction));
        int rows;
        do
        {
            Report(copied, total);
            copy.Parameters["$room"].Value = EventId.Room(last);
            copy.Parameters["$sequence"].Value = EventId.Sequence(last);
            rows = copy.ExecuteNonQuery();
            copied += rows;
            last = connection.Query<long>("SELECT max(id) FROM events");
        }
        while (rows > 0);
    }

    private void RequireAll()
    {
        var old = connection.Query<long>("SELECT count(*) FROM old.events");
        var copied = connection.Query<long>("SELECT count(*) FROM events");
        if (old != copied)
        {
            throw new LogOpenException(
                string.Create(CultureInfo.InvariantCulture, $"The conversion of the log copied {copied} of {old} events. ") +
                "The log is as it was. Check it with parley verify of the version that wrote it.");
        }
    }

    private void Report(long copied, long total) =>
        report("converting the log to a newer schema", total == 0 ? null : (double)copied / total);

    private void InTransaction(Action action)
    {
        using var transaction = connection.BeginTransaction();
        action();
        transaction.Commit();
    }
}
