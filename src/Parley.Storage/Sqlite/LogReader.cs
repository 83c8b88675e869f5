using Microsoft.Data.Sqlite;
using Parley.Engine.Logs;
using Parley.Rooms;
using Parley.Storage.Sqlite.Files;
using Parley.Storage.Sqlite.Reading;

namespace Parley.Storage.Sqlite;

/// <summary>
/// Reads the log of a directory, whether or not a server is using it. Writes nothing. Takes no lock, unless it cannot write to the
/// directory: then no server can start while the log is read.
/// </summary>
public sealed class LogReader : IDisposable
{
    private const int PageEvents = 1_000;
    private const int PageRooms = 1_000;

    private readonly ReadableLog _log;

    private LogReader(ReadableLog log) => _log = log;

    /// <summary>The epoch of positions in a room, in the form that clients see.</summary>
    /// <exception cref="RoomLogException">The log cannot be read.</exception>
    public string ReadEpoch(string room) => Read(connection =>
    {
        var number = connection.Query<long>("SELECT max(number) FROM terms");
        var term = connection.Query<string>("SELECT id FROM terms WHERE number = $number", ("$number", number)) ?? "";
        return RoomEpoch.Of(Guid.ParseExact(term, "N"), LogQueries.ReadRoom(connection, room, number)).ToString();
    });

    /// <summary>Opens the log of a directory.</summary>
    /// <param name="directory">A server's data directory.</param>
    /// <exception cref="LogOpenException">
    /// There is no log, or the file is damaged, belongs to another program, or was written by a newer Parley.
    /// </exception>
    public static LogReader Open(string directory) => new(ReadableLog.Open(directory));

    /// <summary>The rooms that have events, by name in ordinal order.</summary>
    /// <exception cref="RoomLogException">The log cannot be read.</exception>
    public IEnumerable<RoomHead> ReadRooms()
    {
        var name = "";
        while (Read(connection => LogQueries.ListRooms(connection, name, PageRooms)) is { Count: > 0 } page)
        {
            foreach (var room in page)
            {
                yield return room;
            }

            name = page[^1].Name;
        }
    }

    /// <summary>The last events of a room, oldest first; empty if the room has none.</summary>
    /// <param name="room">The room.</param>
    /// <param name="count">How many at most; 0 or more.</param>
    /// <exception cref="RoomLogException">The log cannot be read.</exception>
    public IEnumerable<RoomEvent> ReadLast(string room, long count) => ReadAfter(room, Math.Max(0, ReadHead(room) - count));

    /// <summary>The events of a room after a sequence, up to the room's head when the enumeration starts, oldest first.</summary>
    /// <param name="room">The room.</param>
    /// <param name="sequence">0 for all events.</param>
    /// <exception cref="RoomLogException">The log cannot be read.</exception>
    public IEnumerable<RoomEvent> ReadAfter(string room, long sequence)
    {
        var head = ReadHead(room);
        var limit = new PageLimit(PageEvents, int.MaxValue);

        // One page at a time: a single long read for a slow consumer would keep a server's write-ahead log growing.
        while (Read(connection => LogQueries.ReadAfter(connection, room, sequence, limit, head)) is { Count: > 0 } page)
        {
            foreach (var @event in page)
            {
                yield return @event;
            }

            sequence = page[^1].Sequence;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _log.Dispose();

    private long ReadHead(string room) => Read(connection => LogQueries.ReadHead(connection, room));

    private T Read<T>(Func<SqliteConnection, T> read)
    {
        try
        {
            return read(_log.Connection);
        }
        catch (Exception exception) when (exception is
            SqliteException or DamagedEventException
            or InvalidOperationException or InvalidCastException or ArgumentException or FormatException)
        {
            throw ReadFailure.Of(exception);
        }
    }
}
