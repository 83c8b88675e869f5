using Microsoft.Data.Sqlite;
using Parley.Engine.Logs;
using Parley.Storage.Sqlite.Files;

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
    private readonly SqliteCommand _count;

    public SqliteAppender(SqliteConnection connection)
    {
        _connection = connection;
        _insert = new EventInsert(connection);
        _count = connection.Prepare("UPDATE log SET commits = commits + 1");
        _count.Prepare();
    }

    /// <summary>Appends and syncs. If it throws, nothing was appended.</summary>
    public AppendOutcome[] Append(IReadOnlyList<AppendBatch> batches)
    {
        try
        {
            using var transaction = _connection.BeginTransaction();
            _count.Transaction = transaction;
            var outcomes = new AppendOutcome[batches.Count];
            for (var i = 0; i < outcomes.Length; i++)
            {
                outcomes[i] = Append(batches[i]);
            }

            _count.ExecuteNonQuery();
            transaction.Commit();
            return outcomes;
        }
        catch
        {
            _rooms.Clear();
            throw;
        }
    }

    public void Dispose()
    {
        _insert.Dispose();
        _count.Dispose();
    }

    private AppendOutcome Append(AppendBatch batch)
    {
        var room = Find(batch.Room);
        if (batch.Events[0].Sequence != room.Head + 1)
        {
            return AppendOutcome.Conflict;
        }

        if (room.Id == 0)
        {
            var id = _connection.Query<long>("INSERT INTO rooms (name) VALUES ($name) RETURNING id", ("$name", batch.Room));
            room = room with { Id = id };
        }

        if (!_insert.TryRun(room.Id, batch.Events))
        {
            _connection.Execute("DELETE FROM events WHERE room = $room AND sequence > $head", ("$room", room.Id), ("$head", room.Head));
            return AppendOutcome.Repeated;
        }

        _rooms[batch.Room] = room with { Head = batch.Events[^1].Sequence };
        return AppendOutcome.Appended;
    }

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

        var id = _connection.Query<long>("SELECT id FROM rooms WHERE name = $name", ("$name", name));
        var head = _connection.Query<long>("SELECT max(sequence) FROM events WHERE room = $room", ("$room", id));
        return _rooms[name] = new RoomRow(id, head);
    }

    /// <summary>A room's row and its last sequence; <paramref name="Id"/> is 0 while it has no row.</summary>
    private readonly record struct RoomRow(long Id, long Head);
}
