using Microsoft.Data.Sqlite;
using Parley.Engine.Logs;
using Parley.Rooms;
using Parley.Storage.Sqlite.Files;

namespace Parley.Storage.Sqlite.Reading;

/// <summary>Every query of rooms and events.</summary>
internal static class LogQueries
{
    /// <summary>The sequence of a room's last event; 0 if it has none.</summary>
    public static long ReadHead(SqliteConnection connection, string room) => connection.Query<long>(
        "SELECT max(sequence) FROM events WHERE room = (SELECT id FROM rooms WHERE name = $room)", ("$room", room));

    /// <summary>A page of events after a sequence and up to another, oldest first.</summary>
    public static List<RoomEvent> ReadAfter(
        SqliteConnection connection, string room, long after, PageLimit limit, long upTo = long.MaxValue)
    {
        using var command = connection.Prepare(
            """
            SELECT sequence, user, time, content, command FROM events
            WHERE room = (SELECT id FROM rooms WHERE name = $room) AND sequence > $after AND sequence <= $upTo
            ORDER BY sequence LIMIT $limit
            """,
            ("$room", room),
            ("$after", after),
            ("$upTo", upTo),
            ("$limit", limit.Events));
        return ReadPage(command, limit);
    }

    /// <summary>The page of events nearest before a sequence, oldest first.</summary>
    public static List<RoomEvent> ReadBefore(SqliteConnection connection, string room, long before, PageLimit limit)
    {
        using var command = connection.Prepare(
            """
            SELECT sequence, user, time, content, command FROM events
            WHERE room = (SELECT id FROM rooms WHERE name = $room) AND sequence < $before ORDER BY sequence DESC LIMIT $limit
            """,
            ("$room", room),
            ("$before", before),
            ("$limit", limit.Events));
        var page = ReadPage(command, limit);
        page.Reverse();
        return page;
    }

    /// <summary>The events that commands became, for those that are in the log.</summary>
    public static Dictionary<CommandKey, RoomEvent> Find(SqliteConnection connection, string room, IReadOnlyCollection<CommandKey> commands)
    {
        var found = new Dictionary<CommandKey, RoomEvent>();
        using var command = connection.Prepare(
            """
            SELECT sequence, user, time, content, command FROM events
            WHERE room = (SELECT id FROM rooms WHERE name = $room) AND user = $user AND command = $command
            """,
            ("$room", room),
            ("$user", ""),
            ("$command", ""));
        foreach (var key in commands)
        {
            command.Parameters["$user"].Value = key.User;
            command.Parameters["$command"].Value = key.CommandId;
            using var row = command.ExecuteReader();
            if (row.Read())
            {
                found[key] = ReadEvent(row);
            }
        }

        return found;
    }

    /// <summary>Rooms that have events, by name in ordinal order.</summary>
    public static List<RoomHead> ListRooms(SqliteConnection connection, string after, int count)
    {
        using var command = connection.Prepare(
            """
            SELECT name, (SELECT max(sequence) FROM events WHERE room = rooms.id) FROM rooms
            WHERE name > $after AND EXISTS (SELECT 1 FROM events WHERE room = rooms.id)
            ORDER BY name LIMIT $count
            """,
            ("$after", after),
            ("$count", count));
        using var row = command.ExecuteReader();
        var rooms = new List<RoomHead>();
        while (row.Read())
        {
            rooms.Add(new RoomHead(row.GetString(0), row.GetInt64(1)));
        }

        return rooms;
    }

    private static List<RoomEvent> ReadPage(SqliteCommand command, PageLimit limit)
    {
        var page = new List<RoomEvent>();
        var bytes = 0;
        using var row = command.ExecuteReader();
        while (bytes < limit.Bytes && row.Read())
        {
            var @event = ReadEvent(row);
            bytes += @event.Text.Length + @event.User.Length;
            page.Add(@event);
        }

        return page;
    }

    private static RoomEvent ReadEvent(SqliteDataReader row) => new(
        row.GetInt64(0),
        row.GetString(1),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)),
        row.GetString(3),
        row.IsDBNull(4) ? null : row.GetString(4));
}
