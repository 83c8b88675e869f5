using System.Text;
using Microsoft.Data.Sqlite;
using Parley.Engine.Logs;
using Parley.Rooms;
using Parley.Rooms.Contents;
using Parley.Rooms.Kinds;
using Parley.Storage.Sqlite.Files;

namespace Parley.Storage.Sqlite.Reading;

/// <summary>Queries of rooms, events and snapshots.</summary>
internal static class LogQueries
{
    /// <summary>The sequence of a room's last event; 0 if it has none.</summary>
    public static long ReadHead(SqliteConnection connection, string room) => FindRoom(connection, room) is var id and > 0
        ? ReadHead(connection, id)
        : 0;

    /// <summary>The sequence of a room's last event; 0 if it has none.</summary>
    /// <param name="connection">The log.</param>
    /// <param name="room">The number of the room.</param>
    public static long ReadHead(SqliteConnection connection, long room) => connection.Query<long>(
        """
        SELECT max(head, coalesce((SELECT id & $mask FROM events WHERE id BETWEEN $first AND $last ORDER BY id DESC LIMIT 1), 0))
        FROM rooms WHERE id = $room
        """,
        ("$mask", EventId.MaxSequence),
        ("$first", EventId.Of(room, 0)),
        ("$last", EventId.Of(room, EventId.MaxSequence)),
        ("$room", room));

    /// <summary>The sequence of a room's oldest event, or of its next one if it has none.</summary>
    /// <param name="connection">The log.</param>
    /// <param name="room">The number of the room.</param>
    public static long ReadFloor(SqliteConnection connection, long room) =>
        connection.Query<long>("SELECT first FROM rooms WHERE id = $room", ("$room", room));

    /// <summary>The number of a room; 0 if it has no row.</summary>
    public static long FindRoom(SqliteConnection connection, string room) =>
        connection.Query<long>("SELECT id FROM rooms WHERE name = $room", ("$room", room));

    /// <summary>A room's head, how it was created, and where a term begins in it.</summary>
    /// <param name="connection">The log.</param>
    /// <param name="room">The room.</param>
    /// <param name="term">The number of the log's last term.</param>
    public static RoomInfo ReadRoom(SqliteConnection connection, string room, long term)
    {
        using var transaction = connection.BeginTransaction(deferred: true);
        var id = FindRoom(connection, room);
        if (id == 0)
        {
            return new RoomInfo(0, null);
        }

        var head = ReadHead(connection, id);
        var created = connection.Query<byte[]>("SELECT created FROM rooms WHERE id = $room", ("$room", id));
        var start = connection.Query<long>(
            "SELECT first FROM room_terms WHERE room = $room AND term = $term", ("$room", id), ("$term", term));

        // Events of a log from before terms belong to its first one.
        var previous = connection.Query<string>(
            """
            SELECT id FROM terms WHERE number = coalesce(
                (SELECT max(term) FROM room_terms WHERE room = $room AND term < $term), (SELECT min(number) FROM terms))
            """,
            ("$room", id),
            ("$term", term));
        return new RoomInfo(
            head,
            created is not null && CreatedContent.TryDecode(created, out var content) ? content : null,
            start > 0 ? start : head + 1,
            start != 1 && head > 0 && previous is not null ? Guid.ParseExact(previous, "N") : null,
            ReadFloor(connection, id));
    }

    /// <summary>How far positions of a term hold in a room; <c>null</c> if the log has never had the term.</summary>
    public static long? ReadTermEnd(SqliteConnection connection, string room, Guid term)
    {
        using var transaction = connection.BeginTransaction(deferred: true);
        var number = connection.Query<long>("SELECT number FROM terms WHERE id = $id", ("$id", term.ToString("N")));
        if (number == 0)
        {
            return null;
        }

        var next = connection.Query<long>(
            """
            SELECT first FROM room_terms
            WHERE room = (SELECT id FROM rooms WHERE name = $room) AND term > $term ORDER BY term LIMIT 1
            """,
            ("$room", room),
            ("$term", number));
        return next > 0 ? next - 1 : ReadHead(connection, room);
    }

    /// <summary>A page of events after a sequence and up to another, oldest first.</summary>
    public static List<RoomEvent> ReadAfter(
        SqliteConnection connection, string room, long after, PageLimit limit, long upTo = long.MaxValue,
        CancellationToken cancellationToken = default)
    {
        if (FindRoom(connection, room) is not (var id and > 0) || after >= EventId.MaxSequence)
        {
            return [];
        }

        using var command = connection.Prepare(
            $"SELECT {EventRow.Columns} FROM events WHERE id > $after AND id <= $upTo ORDER BY id LIMIT $limit",
            ("$after", EventId.Of(id, Math.Max(after, 0))),
            ("$upTo", EventId.Of(id, Math.Min(upTo, EventId.MaxSequence))),
            ("$limit", limit.Events));
        return ReadPage(command, room, limit, cancellationToken);
    }

    /// <summary>The page of events nearest before a sequence, oldest first.</summary>
    public static List<RoomEvent> ReadBefore(
        SqliteConnection connection, string room, long before, PageLimit limit, CancellationToken cancellationToken = default)
    {
        if (FindRoom(connection, room) is not (var id and > 0) || before <= 1)
        {
            return [];
        }

        using var command = connection.Prepare(
            $"SELECT {EventRow.Columns} FROM events WHERE id > $after AND id <= $upTo ORDER BY id DESC LIMIT $limit",
            ("$after", EventId.Of(id, 0)),
            ("$upTo", EventId.Of(id, Math.Min(before - 1, EventId.MaxSequence))),
            ("$limit", limit.Events));
        var page = ReadPage(command, room, limit, cancellationToken);
        page.Reverse();
        return page;
    }

    /// <summary>The events that commands became, for those that are in the log.</summary>
    public static Dictionary<CommandKey, RoomEvent> Find(SqliteConnection connection, string room, IReadOnlyCollection<CommandKey> commands)
    {
        var found = new Dictionary<CommandKey, RoomEvent>();
        using var command = connection.Prepare(
            $"SELECT {EventRow.Columns} FROM events WHERE command = $command AND id >> 40 = $room AND user = $user",
            ("$room", FindRoom(connection, room)),
            ("$user", ""),
            ("$command", ""));
        foreach (var key in commands)
        {
            command.Parameters["$user"].Value = key.User;
            command.Parameters["$command"].Value = key.CommandId;
            using var row = command.ExecuteReader();
            if (row.Read())
            {
                var @event = new EventRow(row);

                // The command was accepted, whatever has become of its event: as if its content had been erased.
                found[key] = @event.IsDamaged
                    ? new RoomEvent(EventId.Sequence(@event.Id), key.User, DateTimeOffset.UnixEpoch, ErasedContent.Encoded, key.CommandId)
                    : @event.ToEvent();
            }
        }

        return found;
    }

    /// <summary>Rooms that have events, by name in ordinal order.</summary>
    public static List<RoomHead> ListRooms(
        SqliteConnection connection, string after, int count, CancellationToken cancellationToken = default)
    {
        using var command = connection.Prepare(
            """
            SELECT name, kind, max(head, last) FROM (
                SELECT name, kind, head, coalesce(
                    (SELECT events.id & $mask FROM events WHERE events.id BETWEEN rooms.id << 40 AND (rooms.id << 40) | $mask
                     ORDER BY events.id DESC LIMIT 1), 0) AS last
                FROM rooms WHERE name > $after
            ) WHERE max(head, last) > 0 ORDER BY name LIMIT $count
            """,
            ("$mask", EventId.MaxSequence),
            ("$after", after),
            ("$count", count));
        using var row = command.ExecuteReader();
        var rooms = new List<RoomHead>();
        while (row.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            rooms.Add(new RoomHead(row.GetString(0), row.GetInt64(2), row.GetString(1)));
        }

        return rooms;
    }

    /// <summary>The snapshot of a room; <c>null</c> if there is none.</summary>
    public static Snapshot? ReadSnapshot(SqliteConnection connection, string room)
    {
        using var command = connection.Prepare(
            "SELECT sequence, version, state FROM snapshots WHERE room = $room", ("$room", FindRoom(connection, room)));
        using var row = command.ExecuteReader();
        return row.Read() ? new Snapshot(row.GetInt64(0), row.GetInt32(1), row.GetFieldValue<byte[]>(2)) : null;
    }

    private static List<RoomEvent> ReadPage(SqliteCommand command, string room, PageLimit limit, CancellationToken cancellationToken)
    {
        var page = new List<RoomEvent>();
        var bytes = 0;
        using var rows = command.ExecuteReader();
        while (bytes < limit.Bytes && rows.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var row = new EventRow(rows);
            if (row.IsDamaged)
            {
                // What comes before it can still be read. The next page begins with it.
                return page.Count > 0 ? page : throw Damaged(row, room);
            }

            var @event = row.ToEvent();
            bytes += @event.Content.Length + Encoding.UTF8.GetByteCount(@event.User) + Encoding.UTF8.GetByteCount(@event.CommandId ?? "");
            page.Add(@event);
        }

        return page;
    }

    private static DamagedEventException Damaged(EventRow row, string room) => new(EventId.Sequence(row.Id), room);
}
