using Microsoft.Data.Sqlite;
using Parley.Engine.Logs;
using Parley.Storage.Sqlite.Files;

namespace Parley.Storage.Sqlite.Reading;

/// <summary>Finds the floor that a room has when it keeps only certain events.</summary>
internal static class FloorQueries
{
    // A read this long takes a fraction of a second. The write-ahead log cannot begin anew meanwhile.
    private const int MaxEvents = 100_000;
    private const int EventsInPiece = 10_000;

    /// <inheritdoc cref="IRoomLog.FindFloorAsync"/>
    public static long FindFloor(SqliteConnection connection, string room, KeepLimit keep, CancellationToken cancellationToken)
    {
        if (LogQueries.FindRoom(connection, room) is not (var id and > 0))
        {
            return 1;
        }

        var head = LogQueries.ReadHead(connection, id);
        var floor = LogQueries.ReadFloor(connection, id);
        if (keep.Events is { } events)
        {
            floor = Math.Max(floor, head - events + 1);
        }

        if (keep.Since is { } since)
        {
            floor = FindSince(connection, id, floor, head, since);
        }

        return keep.Bytes is { } bytes ? FindBytes(connection, id, floor, head, bytes, cancellationToken) : floor;
    }

    private static long FindSince(SqliteConnection connection, long room, long floor, long head, DateTimeOffset since)
    {
        var end = Math.Min(head + 1, floor + MaxEvents);
        var found = connection.Query<long>(
            "SELECT id FROM events WHERE id >= $from AND id < $to AND time >= $since ORDER BY id LIMIT 1",
            ("$from", EventId.Of(room, floor)),
            ("$to", EventId.Of(room, end)),
            ("$since", since.ToUnixTimeMilliseconds()));
        return found > 0 ? EventId.Sequence(found) : end;
    }

    private static long FindBytes(
        SqliteConnection connection, long room, long floor, long head, long limit, CancellationToken cancellationToken)
    {
        using var command = connection.Prepare(
            """
            SELECT id, octet_length(user) + coalesce(octet_length(command), 0) + octet_length(content) FROM events
            WHERE id >= $from AND id <= $to ORDER BY id DESC LIMIT $limit
            """,
            ("$from", EventId.Of(room, floor)),
            ("$to", 0L),
            ("$limit", EventsInPiece));

        // In pieces, each a transaction of its own: what a room keeps may be large.
        var bytes = 0L;
        for (var to = head; to >= floor; to -= EventsInPiece)
        {
            cancellationToken.ThrowIfCancellationRequested();
            command.Parameters["$to"].Value = EventId.Of(room, to);
            using var row = command.ExecuteReader();
            while (row.Read())
            {
                bytes += row.GetInt64(1);
                if (bytes > limit)
                {
                    return EventId.Sequence(row.GetInt64(0)) + 1;
                }
            }
        }

        return floor;
    }
}
