using Microsoft.Data.Sqlite;
using Parley.Engine.Logs;
using Parley.Rooms;
using Parley.Rooms.Contents;
using Parley.Rooms.Kinds;
using Parley.Rooms.Kinds.Chat;
using Parley.Storage.Sqlite.Files;
using Parley.Storage.Sqlite.Reading;

namespace Parley.Storage.Sqlite.Writing;

/// <summary>
/// Writes batches in one transaction. Remembers the heads of the rooms it wrote to most recently, so that most batches need no look-up.
/// </summary>
internal sealed class SqliteAppender : IDisposable
{
    private const int MaxRooms = 10_000;

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, RoomRow> _rooms = [];
    private readonly EventInsert _insert;
    private readonly LogTerm _term;
    private readonly DiskReserve _reserve;
    private bool _hasErased;
    private bool _hasFreed;

    /// <param name="connection">The writer's connection.</param>
    /// <param name="term">The term that all events belong to.</param>
    /// <param name="reserve">Space on the disk that only erasures use.</param>
    public SqliteAppender(SqliteConnection connection, LogTerm term, DiskReserve reserve) =>
        (_connection, _term, _reserve, _insert) = (connection, term, reserve, new EventInsert(connection));

    /// <summary>Appends and syncs. If it throws, nothing was appended.</summary>
    public AppendOutcome[] Append(IReadOnlyList<AppendBatch> batches)
    {
        var problem = _reserve.FindProblem();
        if (problem is not null && batches.Count == 0)
        {
            throw new RoomLogException(RoomLogFailure.Full, problem);
        }

        try
        {
            using var transaction = _connection.BeginTransaction();
            var outcomes = new AppendOutcome[batches.Count];
            for (var i = 0; i < outcomes.Length; i++)
            {
                outcomes[i] = problem is null || batches[i].Events.All(IsErasure) ? Append(batches[i]) : AppendOutcome.Full;
            }

            if (batches.Count == 0)
            {
                // Something must change, or the commit would sync nothing: SQLite does not write a row that stays the same. This changes a
                // millisecond back and forth.
                _connection.Execute(
                    "UPDATE terms SET begun = begun + 1 - 2 * (begun & 1) WHERE number = $number", ("$number", _term.Number));
            }

            transaction.Commit();
            return outcomes;
        }
        catch
        {
            _rooms.Clear();
            throw;
        }
        finally
        {
            if (_hasErased)
            {
                LogDatabase.Overwrite(_connection, isThorough: false);
            }
        }
    }

    /// <summary>Keeps a snapshot, unless the room has a newer one or does not have its sequence.</summary>
    /// <returns>True if it was looked at.</returns>
    public bool SaveSnapshot(string room, Snapshot snapshot)
    {
        if (Find(room) is not { Id: > 0 } row || row.Head < snapshot.Sequence)
        {
            return false;
        }

        SaveSnapshot(row.Id, snapshot);
        return true;
    }

    /// <summary>Removes a room's oldest events. If it throws, nothing was removed.</summary>
    /// <returns>The room's floor.</returns>
    public long Trim(string room, long floor, int maxEvents)
    {
        if (Find(room) is not { Id: > 0 } row)
        {
            return 1;
        }

        using var transaction = _connection.BeginTransaction();
        var from = LogQueries.ReadFloor(_connection, row.Id);
        var to = Math.Min(Math.Min(floor, row.Head + 1), from + maxEvents);
        if (to <= from)
        {
            return from;
        }

        _connection.Execute(
            "DELETE FROM events WHERE id >= $from AND id < $to", ("$from", EventId.Of(row.Id, from)), ("$to", EventId.Of(row.Id, to)));

        // The head is kept too: it counts once the room's last event is gone.
        _connection.Execute(
            "UPDATE rooms SET first = $first, head = $head WHERE id = $room",
            ("$first", to), ("$head", row.Head), ("$room", row.Id));
        transaction.Commit();
        return to;
    }

    /// <summary>
    /// True if, since the last call, contents were erased that the write-ahead log may still have, or space was given back, which the file
    /// shows once the write-ahead log is empty.
    /// </summary>
    public bool TakeShouldEmpty()
    {
        var should = _hasErased || _hasFreed;
        (_hasErased, _hasFreed) = (false, false);
        return should;
    }

    /// <summary>Gives free pages at the end of the database back to the disk, after it has moved others there.</summary>
    /// <returns>How many bytes were given back.</returns>
    public long Compact(long maxBytes)
    {
        var pageBytes = _connection.Query<long>("PRAGMA page_size");
        var free = _connection.Query<long>("PRAGMA freelist_count");
        _connection.Execute($"PRAGMA incremental_vacuum({Math.Max(1, maxBytes / pageBytes)})");
        var freed = free - _connection.Query<long>("PRAGMA freelist_count");
        _hasFreed |= freed > 0;
        return freed * pageBytes;
    }

    public void Dispose() => _insert.Dispose();

    private static bool IsErasure(RoomEvent @event) => ContentTypes.Of(@event.Content.Span) == ContentType.Erasure;

    private AppendOutcome Append(AppendBatch batch)
    {
        var room = Find(batch.Room);
        if (batch.Events[0].Sequence != room.Head + 1)
        {
            return AppendOutcome.Conflict;
        }

        if (batch.Events[^1].Sequence > EventId.MaxSequence || (room.Id == 0 && !CanCreate()))
        {
            return AppendOutcome.Full;
        }

        if (room.Id == 0)
        {
            room = room with { Id = Create(batch) };
        }

        if (!_insert.TryRun(room.Id, batch.Events))
        {
            _connection.Execute(
                "DELETE FROM events WHERE id > $head AND id <= $last",
                ("$head", EventId.Of(room.Id, room.Head)),
                ("$last", EventId.Of(room.Id, EventId.MaxSequence)));
            return AppendOutcome.Repeated;
        }

        for (var i = 0; i < batch.Events.Count; i++)
        {
            if (ErasureContent.TryDecode(batch.Events[i].Content.Span, out var erasure))
            {
                _hasErased = true;
                LogDatabase.Overwrite(_connection, isThorough: true);
                ContentErasure.Run(_connection, room.Id, erasure);
            }
        }

        if (!room.IsInTerm)
        {
            _connection.Execute(
                "INSERT INTO room_terms (room, term, first) VALUES ($room, $term, $first)",
                ("$room", room.Id),
                ("$term", _term.Number),
                ("$first", batch.Events[0].Sequence));
        }

        if (batch.Snapshot is { } snapshot)
        {
            SaveSnapshot(room.Id, snapshot);
        }

        _rooms[batch.Room] = new RoomRow(room.Id, batch.Events[^1].Sequence, IsInTerm: true);
        return AppendOutcome.Appended;
    }

    private void SaveSnapshot(long room, Snapshot snapshot) =>
        _connection.Execute(
            """
            INSERT INTO snapshots (room, sequence, version, state) VALUES ($room, $sequence, $version, $state)
            ON CONFLICT (room) DO UPDATE SET sequence = excluded.sequence, version = excluded.version, state = excluded.state
            WHERE excluded.sequence >= sequence
            """,
            ("$room", room),
            ("$sequence", snapshot.Sequence),
            ("$version", snapshot.Version),
            ("$state", snapshot.State.ToArray()));

    private long Create(AppendBatch batch)
    {
        var content = batch.Events[0].Content;
        var isCreated = CreatedContent.TryDecode(content.Span, out var created);
        return _connection.Query<long>(
            "INSERT INTO rooms (name, kind, created, first, head) VALUES ($name, $kind, $created, 1, 0) RETURNING id",
            ("$name", batch.Room),
            ("$kind", isCreated ? created!.Kind : ChatKind.Instance.Name),
            ("$created", isCreated ? content.ToArray() : DBNull.Value));
    }

    private bool CanCreate() => _connection.Query<long>("SELECT max(id) FROM rooms") < EventId.MaxRoom;

    private RoomRow Find(string name)
    {
        if (_rooms.TryGetValue(name, out var room))
        {
            return room;
        }

        if (_rooms.Count >= MaxRooms)
        {
            _rooms.Clear();
        }

        var id = LogQueries.FindRoom(_connection, name);
        return _rooms[name] = id == 0 ? default : new RoomRow(id, LogQueries.ReadHead(_connection, id), IsInTerm(id));
    }

    private bool IsInTerm(long room) => _connection.Query<long>(
        "SELECT count(*) FROM room_terms WHERE room = $room AND term = $term", ("$room", room), ("$term", _term.Number)) > 0;

    /// <summary>A room's row and its last sequence; <paramref name="Id"/> is 0 while it has no row.</summary>
    /// <param name="Id">The number of the room.</param>
    /// <param name="Head">The sequence of its last event.</param>
    /// <param name="IsInTerm">True if it has an event of the current term.</param>
    private readonly record struct RoomRow(long Id, long Head, bool IsInTerm);
}
