using Microsoft.Data.Sqlite;
using Parley.Storage.Sqlite.Files;

namespace Parley.Storage.Sqlite.Backup;

/// <summary>
/// Copies a log, attached as <c>source</c>, into an empty database, while a server may be writing to it. Each transaction reads for a
/// moment only, so that the server's write-ahead log can begin anew in between. Only the last one must see everything as of one moment,
/// and by then little is left to copy.
/// </summary>
/// <param name="connection">The new database.</param>
/// <param name="time">The clock.</param>
/// <param name="report">Receives each step, and the share of it that is done if that is known.</param>
/// <param name="cancellationToken">Ends the copy early.</param>
internal sealed class BackupCopy(
    SqliteConnection connection, TimeProvider time, Action<string, double?> report, CancellationToken cancellationToken)
{
    // About 20 ms of work.
    private const int EventsInTransaction = 20_000;
    private const int RoomsInTransaction = 1_000;

    // Each pass copies what was posted during the one before, which is a fraction of what that one copied.
    private const int MaxPasses = 8;

    private const string Columns = "id, user, time, command, type, content, checksum";

    private readonly BackupErasures _erasures = new(connection);
    private readonly string _sourceColumns = SourceColumns(connection);
    private readonly ReaderPause _pause = new(connection, "source", cancellationToken);

    /// <summary>Copies everything and completes the new database.</summary>
    public void Run()
    {
        SqliteSchema.CreateTables(connection);
        _erasures.Begin();
        CopyExisting();
        report("copying new events", null);
        for (var pass = 0; pass < MaxPasses && CopyNew() > EventsInTransaction; pass++)
        {
        }

        InTransaction(CopyRest);
        _erasures.Repeat();
        report("indexing command ids", null);
        DeleteBelowFirst();
        connection.Execute(SqliteSchema.CommandIndex);
        SqliteSchema.Complete(connection, time);
    }

    /// <summary>Copies all events in the order of their keys, but not what is posted meanwhile into rooms it has passed.</summary>
    private void CopyExisting()
    {
        var total = connection.Query<double>(
            """
            SELECT total((
                SELECT (id & $mask) - rooms.first + 1 FROM source.events
                WHERE id BETWEEN rooms.id << 40 AND rooms.id << 40 | $mask ORDER BY id DESC LIMIT 1
            )) FROM source.rooms
            """,
            ("$mask", EventId.MaxSequence));
        using var copy = connection.Prepare(
            $"INSERT INTO main.events ({Columns}) SELECT {_sourceColumns} FROM source.events WHERE id > $last ORDER BY id LIMIT $limit",
            ("$last", 0L),
            ("$limit", EventsInTransaction));
        var copied = 0L;
        int rows;
        do
        {
            report("copying events", total > 0 ? Math.Min(1, copied / total) : null);
            copied += rows = copy.ExecuteNonQuery();
            copy.Parameters["$last"].Value = connection.Query<long>("SELECT max(id) FROM main.events");
            _pause.BetweenTransactions();
        }
        while (rows == EventsInTransaction);
    }

    /// <summary>Copies the events that rooms have beyond the copy, in many transactions.</summary>
    /// <returns>How many events it copied.</returns>
    private long CopyNew()
    {
        var copied = 0L;
        long? room = 0;
        while (room is { } after)
        {
            InTransaction(() => room = CopyNew(after, EventsInTransaction, ref copied));
            _pause.BetweenTransactions();
        }

        return copied;
    }

    /// <summary>Copies everything that is still missing, in the transaction that says what the copy has.</summary>
    private void CopyRest()
    {
        var copied = 0L;
        long? room = 0;
        while (room is { } after)
        {
            room = CopyNew(after, long.MaxValue, ref copied);
        }

        connection.Execute(
            """
            INSERT INTO main.terms (number, id, begun) SELECT number, id, begun FROM source.terms;
            INSERT INTO main.rooms (id, name, kind, created, first, head) SELECT id, name, kind, created, first, head FROM source.rooms;
            INSERT INTO main.room_terms (room, term, first) SELECT room, term, first FROM source.room_terms;
            INSERT INTO main.snapshots (room, sequence, version, state) SELECT room, sequence, version, state FROM source.snapshots;
            """);
    }

    /// <summary>Copies new events of some rooms.</summary>
    /// <param name="after">The number of the room before the first one.</param>
    /// <param name="max">The most events to copy.</param>
    /// <param name="copied">Is increased by the number of events copied.</param>
    /// <returns>Where to continue; <c>null</c> if there is no further room.</returns>
    private long? CopyNew(long after, long max, ref long copied)
    {
        using var copy = connection.Prepare(
            $"""
            INSERT INTO main.events ({Columns})
            SELECT {_sourceColumns} FROM source.events WHERE id > $after AND id <= $last ORDER BY id LIMIT $max
            """,
            ("$after", 0L),
            ("$last", 0L),
            ("$max", max));
        var rooms = ReadRooms(after);
        foreach (var (room, last, head) in rooms)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (head > last)
            {
                (copy.Parameters["$after"].Value, copy.Parameters["$last"].Value, copy.Parameters["$max"].Value) = (last, head, max);
                var rows = copy.ExecuteNonQuery();
                (copied, max) = (copied + rows, max - rows);
                if (max == 0)
                {
                    return room - 1;
                }
            }
        }

        return rooms.Count == RoomsInTransaction ? rooms[^1].Room : null;
    }

    /// <summary>The next rooms of the source, with the keys of the last events that the copy and the source have of them.</summary>
    private List<(long Room, long Last, long Head)> ReadRooms(long after)
    {
        using var command = connection.Prepare(
            """
            SELECT id,
                coalesce((
                    SELECT id FROM main.events WHERE id BETWEEN room.id << 40 AND room.id << 40 | $mask ORDER BY id DESC LIMIT 1
                ), id << 40),
                coalesce((
                    SELECT id FROM source.events WHERE id BETWEEN room.id << 40 AND room.id << 40 | $mask ORDER BY id DESC LIMIT 1
                ), 0)
            FROM (SELECT id FROM source.rooms WHERE id > $after ORDER BY id LIMIT $count) AS room
            """,
            ("$mask", EventId.MaxSequence),
            ("$after", after),
            ("$count", RoomsInTransaction));
        using var row = command.ExecuteReader();
        var rooms = new List<(long, long, long)>();
        while (row.Read())
        {
            rooms.Add((row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)));
        }

        return rooms;
    }

    /// <summary>Deletes what was copied before the source gave it up.</summary>
    private void DeleteBelowFirst()
    {
        var floors = new List<(long Room, long First)>();
        using (var command = connection.Prepare("SELECT id, first FROM main.rooms WHERE first > 1"))
        using (var row = command.ExecuteReader())
        {
            while (row.Read())
            {
                floors.Add((row.GetInt64(0), row.GetInt64(1)));
            }
        }

        foreach (var (room, first) in floors)
        {
            connection.Execute(
                "DELETE FROM main.events WHERE id >= $start AND id < $first",
                ("$start", EventId.Of(room, 0)),
                ("$first", EventId.Of(room, first)));
        }
    }

    private void InTransaction(Action action)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var transaction = connection.BeginTransaction(deferred: true);
        action();
        transaction.Commit();
    }

    private static string SourceColumns(SqliteConnection connection)
    {
        var version = (int)connection.Query<long>("SELECT max(version) FROM source.schema_versions");
        return SqliteSchema.HasChecksums(version) ? Columns : Columns.Replace("checksum", "NULL", StringComparison.Ordinal);
    }
}
