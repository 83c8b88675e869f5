using Parley.Engine.Logs;
using Parley.Rooms;
using Parley.Storage.Sqlite.Checkpoints;
using Parley.Storage.Sqlite.Files;
using Parley.Storage.Sqlite.Reading;
using Parley.Storage.Sqlite.Writing;

namespace Parley.Storage.Sqlite;

/// <summary>The room log in one SQLite database: every commit is synced, one thread writes, and readers run beside it.</summary>
public sealed class SqliteRoomLog : IRoomLog
{
    private readonly LogDirectory _directory;
    private readonly SqliteWriter _writer;
    private readonly SqliteReaders _readers;
    private int _disposed;

    private SqliteRoomLog(LogDirectory directory, SqliteWriter writer) =>
        (_directory, _writer, _readers) = (directory, writer, new SqliteReaders(directory.DatabasePath));

    /// <inheritdoc/>
    public Guid Epoch => _writer.Epoch;

    /// <summary>Opens the log in a directory, or creates one.</summary>
    /// <param name="directory">An existing directory on a local file system.</param>
    /// <param name="time">The clock, for the dates of schema migrations.</param>
    /// <param name="newEpoch">Creates an epoch: for a new log, and for one that has lost its end.</param>
    /// <exception cref="LogOpenException">
    /// The directory is in use or cannot be written, or the file is damaged, belongs to another program, or was written by a newer Parley.
    /// Nothing was changed.
    /// </exception>
    public static SqliteRoomLog Open(string directory, TimeProvider time, Func<Guid> newEpoch) =>
        Open(directory, time, newEpoch, new CheckpointLimits());

    internal static SqliteRoomLog Open(string directory, TimeProvider time, Func<Guid> newEpoch, CheckpointLimits limits)
    {
        var locked = LogDirectory.Lock(directory);
        try
        {
            return new SqliteRoomLog(locked, SqliteWriter.Open(locked, time, newEpoch, limits));
        }
        catch
        {
            locked.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<AppendOutcome>> AppendAsync(IReadOnlyList<AppendBatch> batches) => _writer.AppendAsync(batches);

    /// <inheritdoc/>
    public Task<long> ReadHeadAsync(string room) => _readers.ReadAsync(connection => LogQueries.ReadHead(connection, room));

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomEvent>> ReadAfterAsync(string room, long sequence, PageLimit limit) =>
        _readers.ReadAsync<IReadOnlyList<RoomEvent>>(connection => LogQueries.ReadAfter(connection, room, sequence, limit));

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomEvent>> ReadBeforeAsync(string room, long sequence, PageLimit limit) =>
        _readers.ReadAsync<IReadOnlyList<RoomEvent>>(connection => LogQueries.ReadBefore(connection, room, sequence, limit));

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<CommandKey, RoomEvent>> FindAsync(string room, IReadOnlyCollection<CommandKey> commands) =>
        _readers.ReadAsync<IReadOnlyDictionary<CommandKey, RoomEvent>>(connection => LogQueries.Find(connection, room, commands));

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomHead>> ListRoomsAsync(string after, int count) =>
        _readers.ReadAsync<IReadOnlyList<RoomHead>>(connection => LogQueries.ListRooms(connection, after, count));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        await _readers.DisposeAsync();
        await _writer.DisposeAsync();
        _directory.Dispose();
    }
}
