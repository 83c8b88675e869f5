using Microsoft.Data.Sqlite;
using Parley.Engine.Logs;
using Parley.Rooms;

namespace Parley.Storage.Sqlite;

/// <summary>
/// The room log in one SQLite database: write-ahead log, every commit synced, one writer on a thread of its own, readers
/// beside it.
/// </summary>
public sealed class SqliteRoomLog : IRoomLog
{
    private readonly SqliteLogFile _file;
    private readonly SqliteWriter _writer;
    private readonly SqliteReaders _readers;
    private int _disposed;

    private SqliteRoomLog(SqliteLogFile file, SqliteWriter writer) =>
        (_file, _writer, _readers) = (file, writer, new SqliteReaders(file));

    /// <inheritdoc/>
    public Guid Epoch => _writer.Epoch;

    /// <summary>Opens the log in a directory, or begins one.</summary>
    /// <param name="directory">An existing directory on a local file system.</param>
    /// <param name="time">The clock, for notes about the schema.</param>
    /// <param name="newEpoch">Gives the identity of a new incarnation.</param>
    /// <exception cref="LogOpenException">
    /// The directory is in use or cannot be written, or the file is damaged, another program's, or a newer Parley's. Nothing was changed.
    /// </exception>
    public static SqliteRoomLog Open(string directory, TimeProvider time, Func<Guid> newEpoch) =>
        Open(directory, time, newEpoch, new CheckpointLimits());

    internal static SqliteRoomLog Open(string directory, TimeProvider time, Func<Guid> newEpoch, CheckpointLimits limits)
    {
        var file = SqliteLogFile.Take(directory);
        try
        {
            return new SqliteRoomLog(file, SqliteWriter.Open(file, time, newEpoch, limits));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<AppendOutcome>> AppendAsync(IReadOnlyList<AppendBatch> batches) => _writer.AppendAsync(batches);

    /// <inheritdoc/>
    public Task<long> ReadHeadAsync(string room) => _readers.ReadAsync(connection => connection.Query<long>(
        "SELECT max(sequence) FROM events WHERE room = (SELECT id FROM rooms WHERE name = $room)", ("$room", room)));

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomEvent>> ReadAfterAsync(string room, long sequence, PageLimit limit) => _readers.ReadAsync(connection =>
    {
        using var command = connection.Prepare(
            """
            SELECT sequence, user, time, content, command FROM events
            WHERE room = (SELECT id FROM rooms WHERE name = $room) AND sequence > $sequence ORDER BY sequence LIMIT $limit
            """,
            ("$room", room),
            ("$sequence", sequence),
            ("$limit", limit.Events));
        return (IReadOnlyList<RoomEvent>)ReadPage(command, limit);
    });

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomEvent>> ReadBeforeAsync(string room, long sequence, PageLimit limit) => _readers.ReadAsync(connection =>
    {
        using var command = connection.Prepare(
            """
            SELECT sequence, user, time, content, command FROM events
            WHERE room = (SELECT id FROM rooms WHERE name = $room) AND sequence < $sequence ORDER BY sequence DESC LIMIT $limit
            """,
            ("$room", room),
            ("$sequence", sequence),
            ("$limit", limit.Events));
        var page = ReadPage(command, limit);
        page.Reverse();
        return (IReadOnlyList<RoomEvent>)page;
    });

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<CommandKey, RoomEvent>> FindAsync(string room, IReadOnlyCollection<CommandKey> commands) =>
        _readers.ReadAsync(connection =>
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

            return (IReadOnlyDictionary<CommandKey, RoomEvent>)found;
        });

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomHead>> ListRoomsAsync(string after, int count) => _readers.ReadAsync(connection =>
    {
        using var command = connection.Prepare(
            """
            SELECT name, (SELECT max(sequence) FROM events WHERE room = rooms.id) FROM rooms
            WHERE name > $after ORDER BY name LIMIT $count
            """,
            ("$after", after),
            ("$count", count));
        using var row = command.ExecuteReader();
        var rooms = new List<RoomHead>();
        while (row.Read())
        {
            rooms.Add(new RoomHead(row.GetString(0), row.GetInt64(1)));
        }

        return (IReadOnlyList<RoomHead>)rooms;
    });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        await _readers.DisposeAsync();
        await _writer.DisposeAsync();
        _file.Dispose();
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

    /// <summary>The event of a row of sequence, user, time, content and command.</summary>
    internal static RoomEvent ReadEvent(SqliteDataReader row) => new(
        row.GetInt64(0),
        row.GetString(1),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)),
        row.GetString(3),
        row.IsDBNull(4) ? null : row.GetString(4));
}
