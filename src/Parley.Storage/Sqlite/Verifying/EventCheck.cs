using Microsoft.Data.Sqlite;
using Parley.Rooms.Contents;
using Parley.Storage.Sqlite.Files;

namespace Parley.Storage.Sqlite.Verifying;

/// <summary>
/// Every event must have a room and a content that can be read, and the events of every room must be numbered without gaps from the room's
/// oldest sequence on.
/// </summary>
internal sealed class EventCheck(SqliteConnection connection, ProblemList problems)
{
    private const int EventsBetweenReports = 20_000;

    private long _room;
    private string? _name;
    private long _previous;
    private long _eventsInRoom;

    /// <summary>Rooms in the log.</summary>
    public long Rooms { get; private set; }

    /// <summary>Events read so far.</summary>
    public long Events { get; private set; }

    /// <summary>Reads all events once, in order.</summary>
    /// <param name="report">Receives the completed fraction, 0 to 1; <c>null</c> if it is unknown.</param>
    /// <param name="cancellationToken">Ends the check early.</param>
    public void Run(Action<double?> report, CancellationToken cancellationToken)
    {
        Rooms = connection.Query<long>("SELECT count(*) FROM rooms");
        var expected = connection.Query<long>(
            """
            SELECT sum((SELECT events.id & $mask FROM events WHERE events.id BETWEEN rooms.id << 40 AND (rooms.id + 1 << 40) - 1
                        ORDER BY events.id DESC LIMIT 1)) FROM rooms
            """,
            ("$mask", EventId.MaxSequence));
        using var command = connection.Prepare("SELECT id, type, content FROM events ORDER BY id");
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            var id = row.GetInt64(0);
            if (Events == 0 || EventId.Room(id) != _room)
            {
                EndRoom();
                BeginRoom(EventId.Room(id));
            }

            Check(EventId.Sequence(id));
            CheckContent(EventId.Sequence(id), (ContentType)row.GetInt32(1), row.GetFieldValue<byte[]>(2));
            if (++Events % EventsBetweenReports == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                report(expected > 0 ? Math.Min(1, (double)Events / expected) : null);
            }
        }

        EndRoom();
    }

    private void BeginRoom(long room)
    {
        (_room, _eventsInRoom) = (room, 0);
        _name = connection.Query<string>("SELECT name FROM rooms WHERE id = $id", ("$id", room));
        _previous = connection.Query<long>("SELECT first - 1 FROM rooms WHERE id = $id", ("$id", room));
    }

    private void Check(long sequence)
    {
        _eventsInRoom++;
        if (_name is null)
        {
            return;
        }

        if (sequence <= _previous)
        {
            problems.Add($"room '{_name}': event {sequence} follows event {_previous}.");
        }
        else if (sequence == _previous + 2)
        {
            problems.Add($"room '{_name}': event {sequence - 1} is missing.");
        }
        else if (sequence > _previous + 2)
        {
            problems.Add($"room '{_name}': events {_previous + 1} to {sequence - 1} are missing.");
        }

        _previous = sequence;
    }

    private void CheckContent(long sequence, ContentType type, byte[] content)
    {
        var actual = ContentTypes.Of(content);
        if (actual != type || actual == ContentType.Unknown)
        {
            problems.Add($"room '{_name}': the content of event {sequence} is damaged: it is {actual}, not {type}.");
        }
    }

    private void EndRoom()
    {
        if (_eventsInRoom > 0 && _name is null)
        {
            var belong = _eventsInRoom == 1 ? "event belongs" : "events belong";
            problems.Add($"{_eventsInRoom} {belong} to room number {_room}, which does not exist.");
        }
    }
}
