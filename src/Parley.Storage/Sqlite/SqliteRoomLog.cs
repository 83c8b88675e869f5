using Parley.Engine.Logs;
using Parley.Rooms;
using Parley.Rooms.Kinds;
using Parley.Storage.Sqlite.Checkpoints;
using Parley.Storage.Sqlite.Files;
using Parley.Storage.Sqlite.Migrating;
using Parley.Storage.Sqlite.Reading;
using Parley.Storage.Sqlite.Writing;

namespace Parley.Storage.Sqlite;

/// <summary>The room log in one SQLite database: every commit is synced, one thread writes, and readers run beside it.</summary>
public sealed class SqliteRoomLog : IRoomLog
{
    private readonly LogDirectory _directory;
    private readonly DatabaseLock _lock;
    private readonly DiskReserve _reserve;
    private readonly SqliteWriter _writer;
    private readonly SqliteReaders _readers;
    private int _disposed;

    private SqliteRoomLog(LogDirectory directory, DatabaseLock @lock, DiskReserve reserve, SqliteWriter writer, ReaderGate gate) =>
        (_directory, _lock, _reserve, _writer, _readers) =
        (directory, @lock, reserve, writer, new SqliteReaders(directory.DatabasePath, gate));

    /// <inheritdoc/>
    public Guid Term => _writer.Term.Id;

    /// <summary>Opens the log in a directory, or creates one.</summary>
    /// <param name="directory">A directory on a local file system; created if missing.</param>
    /// <param name="time">The clock, for the dates of terms.</param>
    /// <param name="newTerm">Creates the random id of a term.</param>
    /// <param name="progress">Receives the progress of converting a log of an older schema, on the calling thread.</param>
    /// <param name="reserveBytes">See <see cref="StorageOptions.ReserveBytes"/>.</param>
    /// <exception cref="LogOpenException">
    /// The directory is in use or cannot be written, or the file is damaged, belongs to another program, or was written by a newer Parley.
    /// Nothing was changed.
    /// </exception>
    public static SqliteRoomLog Open(
        string directory, TimeProvider time, Func<Guid> newTerm, IProgress<LogProgress>? progress = null, long reserveBytes = 0) =>
        Open(directory, time, newTerm, progress, new CheckpointLimits(), DiskReserve.Of(directory, reserveBytes));

    internal static SqliteRoomLog Open(
        string directory,
        TimeProvider time,
        Func<Guid> newTerm,
        IProgress<LogProgress>? progress,
        CheckpointLimits limits,
        DiskReserve? reserve = null)
    {
        reserve ??= DiskReserve.None;
        var locked = LogDirectory.Lock(directory);
        DatabaseLock? database = null;
        try
        {
            locked.RequireRestored();
            locked.RequireFile();
            locked.RequireDatabase();
            database = DatabaseLock.Take(locked.DatabasePath);
            LogMigration.Run(locked, time, newTerm, (step, done) => progress?.Report(new LogProgress(step, done)));
            if (database.FindProblem() is not null)
            {
                // The converted log has taken the place of the old one.
                database.Dispose();
                database = DatabaseLock.Take(locked.DatabasePath);
            }

            var gate = new ReaderGate();
            var writer = SqliteWriter.Open(locked, database, reserve, time, newTerm, limits, gate);
            return new SqliteRoomLog(locked, database, reserve, writer, gate);
        }
        catch
        {
            database?.Dispose();
            locked.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<AppendOutcome>> AppendAsync(IReadOnlyList<AppendBatch> batches) => _writer.AppendAsync(batches);

    /// <inheritdoc/>
    public string? FindProblem() => _lock.FindProblem() ?? _reserve.FindProblem();

    /// <inheritdoc/>
    public Task<long> ReadHeadAsync(string room) => _readers.LookUpAsync(connection => LogQueries.ReadHead(connection, room));

    /// <inheritdoc/>
    public Task<RoomInfo> ReadRoomAsync(string room) =>
        _readers.LookUpAsync(connection => LogQueries.ReadRoom(connection, room, _writer.Term.Number));

    /// <inheritdoc/>
    public Task<long?> ReadTermEndAsync(string room, Guid term) =>
        _readers.LookUpAsync(connection => LogQueries.ReadTermEnd(connection, room, term));

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomEvent>> ReadAfterAsync(
        string room, long sequence, PageLimit limit, CancellationToken cancellationToken = default) =>
        _readers.ReadPageAsync<IReadOnlyList<RoomEvent>>(
            limit,
            (connection, cancelled) => LogQueries.ReadAfter(connection, room, sequence, limit, cancellationToken: cancelled),
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomEvent>> ReadBeforeAsync(
        string room, long sequence, PageLimit limit, CancellationToken cancellationToken = default) =>
        _readers.ReadPageAsync<IReadOnlyList<RoomEvent>>(
            limit, (connection, cancelled) => LogQueries.ReadBefore(connection, room, sequence, limit, cancelled), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<CommandKey, RoomEvent>> FindAsync(string room, IReadOnlyCollection<CommandKey> commands) =>
        _readers.LookUpAsync<IReadOnlyDictionary<CommandKey, RoomEvent>>(connection => LogQueries.Find(connection, room, commands));

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomHead>> ListRoomsAsync(string after, int count, CancellationToken cancellationToken = default) =>
        _readers.ReadPageAsync<IReadOnlyList<RoomHead>>(
            new PageLimit(count, int.MaxValue),
            (connection, cancelled) => LogQueries.ListRooms(connection, after, count, cancelled),
            cancellationToken);

    /// <inheritdoc/>
    public Task SaveSnapshotAsync(string room, Snapshot snapshot) => _writer.RunAsync(appender => appender.SaveSnapshot(room, snapshot));

    /// <inheritdoc/>
    public Task<long> FindFloorAsync(string room, KeepLimit keep, CancellationToken cancellationToken = default) =>
        _readers.ReadPageAsync(
            new PageLimit(int.MaxValue, int.MaxValue),
            (connection, cancelled) => FloorQueries.FindFloor(connection, room, keep, cancelled),
            cancellationToken);

    /// <inheritdoc/>
    public Task<long> TrimAsync(string room, long floor, int maxEvents) =>
        _writer.RunAsync(appender => appender.Trim(room, floor, maxEvents));

    /// <inheritdoc/>
    public Task<long> CompactAsync(long maxBytes) => _writer.RunAsync(appender => appender.Compact(maxBytes));

    /// <inheritdoc/>
    public Task<Snapshot?> ReadSnapshotAsync(string room) => _readers.LookUpAsync(connection => LogQueries.ReadSnapshot(connection, room));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        await _readers.DisposeAsync();
        await _writer.DisposeAsync();
        _lock.Dispose();
        _directory.Dispose();
    }
}
