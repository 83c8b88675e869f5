using Microsoft.Data.Sqlite;
using Parley.Rooms.Contents;
using Parley.Storage.Sqlite.Files;
using Parley.Storage.Sqlite.Reading;

namespace Parley.Storage.Sqlite.Verifying;

/// <summary>
/// Every event must have a room, match its checksum and have a content that can be read, the events of every room must be numbered without
/// gaps from the room's floor to its head, and what was erased must be gone.
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

    /// <summary>Those of them that have no checksum, because an earlier schema wrote them.</summary>
    public long WithoutChecksum { get; private set; }

    /// <summary>Reads all events once, in order.</summary>
    /// <param name="report">Receives the completed fraction, 0 to 1; <c>null</c> if it is unknown.</param>
    /// <param name="cancellationToken">Ends the check early.</param>
    public void Run(Action<double?> report, CancellationToken cancellationToken)
    {
        Rooms = connection.Query<long>("SELECT count(*) FROM rooms");
        var expected = connection.Query<long>(
            """
            SELECT sum((SELECT events.id & $mask FROM events WHERE events.id BETWEEN rooms.id << 40 AND (rooms.id + 1 << 40) - 1
                        ORDER BY events.id DESC LIMIT 1) - first + 1) FROM rooms
            """,
            ("$mask", EventId.MaxSequence));
        using var command = connection.Prepare($"SELECT {EventRow.Columns}, type FROM events ORDER BY id");
        using var rows = command.ExecuteReader();
        var type = rows.GetOrdinal("type");
        while (rows.Read())
        {
            var row = new EventRow(rows);
            var id = row.Id;
            if (Events == 0 || EventId.Room(id) != _room)
            {
                EndRoom();
                BeginRoom(EventId.Room(id));
            }

            Check(EventId.Sequence(id));
            CheckContent(row, rows.IsDBNull(type) ? ContentType.Unknown : (ContentType)rows.GetInt32(type));
            CheckErased(row);
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
        _previous = LogQueries.ReadFloor(connection, room) - 1;
    }

    private void Check(long sequence)
    {
        _eventsInRoom++;
        if (_name is null)
        {
            return;
        }

        if (_eventsInRoom == 1 && sequence <= _previous)
        {
            problems.Add($"room '{_name}': event {sequence} is below the floor, which is {_previous + 1}.");
        }
        else if (sequence <= _previous)
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

    private void CheckContent(EventRow row, ContentType type)
    {
        WithoutChecksum += row.HasChecksum ? 0 : 1;
        var sequence = EventId.Sequence(row.Id);
        var actual = ContentTypes.Of(row.Content);
        if (row.IsDamaged)
        {
            problems.Add($"room '{_name}': event {sequence} does not match its checksum.");
        }
        else if (actual != type || actual == ContentType.Unknown)
        {
            problems.Add($"room '{_name}': the content of event {sequence} is damaged: it is {actual}, not {type}.");
        }
    }

    private void CheckErased(EventRow row)
    {
        if (!ErasureContent.TryDecode(row.Content, out var erasure))
        {
            return;
        }

        foreach (var sequence in erasure.Sequences.Where(sequence => sequence <= EventId.MaxSequence))
        {
            var type = (ContentType)connection.Query<long>(
                "SELECT type FROM events WHERE id = $id", ("$id", EventId.Of(_room, sequence)));
            if (type is not (ContentType.Unknown or ContentType.Erased or ContentType.Created or ContentType.Erasure))
            {
                problems.Add($"room '{_name}': event {EventId.Sequence(row.Id)} erased event {sequence}, but its content is still there.");
            }
        }
    }

    private void EndRoom()
    {
        var head = connection.Query<long>("SELECT head FROM rooms WHERE id = $id", ("$id", _room));
        if (_name is not null && head > _previous)
        {
            problems.Add($"room '{_name}': events {_previous + 1} to {head} are missing at its end.");
        }

        if (_eventsInRoom > 0 && _name is null)
        {
            var belong = _eventsInRoom == 1 ? "event belongs" : "events belong";
            problems.Add($"{_eventsInRoom} {belong} to room number {_room}, which does not exist.");
        }
    }
}
