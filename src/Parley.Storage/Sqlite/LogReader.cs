using Microsoft.Data.Sqlite;
using Parley.Engine.Logs;
using Parley.Rooms;

namespace Parley.Storage.Sqlite;

/// <summary>Reads the log of a directory beside a server or without one. Takes no lock and writes nothing.</summary>
public sealed class LogReader : IDisposable
{
    private const int PageEvents = 1_000;
    private const int PageRooms = 1_000;

    private readonly SqliteConnection _connection;

    private LogReader(SqliteConnection connection) => _connection = connection;

    /// <summary>The incarnation of the log, as clients are told it.</summary>
    /// <exception cref="RoomLogException">The log cannot be read.</exception>
    public string Epoch => Read(connection => Guid.Parse(connection.Query<string>("SELECT epoch FROM log") ?? "").ToString("N"));

    /// <summary>Opens the log of a directory.</summary>
    /// <exception cref="LogOpenException">There is no log, or the file is damaged, another program's, or a newer Parley's.</exception>
    public static LogReader Open(string directory) => new(ExistingLog.Open(directory, isHeldOff: false));

    /// <summary>The rooms that have events, by name.</summary>
    /// <exception cref="RoomLogException">The log cannot be read.</exception>
    public IEnumerable<RoomHead> ReadRooms()
    {
        var name = "";
        while (ReadRooms(name) is { Count: > 0 } page)
        {
            foreach (var room in page)
            {
                yield return room;
            }

            name = page[^1].Name;
        }
    }

    /// <summary>The last events of a room, oldest first; none if the room has none.</summary>
    /// <param name="room">The room.</param>
    /// <param name="count">At most so many; 0 or more.</param>
    /// <exception cref="RoomLogException">The log cannot be read.</exception>
    public IEnumerable<RoomEvent> ReadLast(string room, long count) => ReadAfter(room, Math.Max(0, ReadHead(room) - count));

    /// <summary>The events of a room after a sequence up to its head as it is now, oldest first.</summary>
    /// <param name="room">The room.</param>
    /// <param name="sequence">0 for all of them.</param>
    /// <exception cref="RoomLogException">The log cannot be read.</exception>
    public IEnumerable<RoomEvent> ReadAfter(string room, long sequence)
    {
        var head = ReadHead(room);

        // A page at a time: one long read, with a slow reader of the output, would keep a server's write-ahead log growing.
        while (ReadPage(room, sequence, head) is { Count: > 0 } page)
        {
            foreach (var @event in page)
            {
                yield return @event;
            }

            sequence = page[^1].Sequence;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private long ReadHead(string room) => Read(connection => connection.Query<long>(
        "SELECT max(sequence) FROM events WHERE room = (SELECT id FROM rooms WHERE name = $room)", ("$room", room)));

    private List<RoomHead> ReadRooms(string after) => Read(connection =>
    {
        using var command = connection.Prepare(
            """
            SELECT name, (SELECT max(sequence) FROM events WHERE room = rooms.id) FROM rooms
            WHERE name > $after AND EXISTS (SELECT 1 FROM events WHERE room = rooms.id)
            ORDER BY name LIMIT $limit
            """,
            ("$after", after),
            ("$limit", PageRooms));
        using var row = command.ExecuteReader();
        var page = new List<RoomHead>();
        while (row.Read())
        {
            page.Add(new RoomHead(row.GetString(0), row.GetInt64(1)));
        }

        return page;
    });

    private List<RoomEvent> ReadPage(string room, long after, long head) => Read(connection =>
    {
        using var command = connection.Prepare(
            """
            SELECT sequence, user, time, content, command FROM events
            WHERE room = (SELECT id FROM rooms WHERE name = $room) AND sequence > $after AND sequence <= $head
            ORDER BY sequence LIMIT $limit
            """,
            ("$room", room),
            ("$after", after),
            ("$head", head),
            ("$limit", PageEvents));
        using var row = command.ExecuteReader();
        var page = new List<RoomEvent>();
        while (row.Read())
        {
            page.Add(SqliteRoomLog.ReadEvent(row));
        }

        return page;
    });

    private T Read<T>(Func<SqliteConnection, T> read)
    {
        try
        {
            return read(_connection);
        }
        catch (Exception exception) when (exception is SqliteException or InvalidOperationException or InvalidCastException or ArgumentException or FormatException)
        {
            throw new RoomLogException(RoomLogFailure.Unavailable, $"The log cannot be read: {exception.Message}", exception);
        }
    }
}
