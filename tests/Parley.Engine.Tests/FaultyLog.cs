using Parley.Engine.Logs;
using Parley.Rooms;
using Parley.Rooms.Kinds;
using Parley.Storage.Memory;

namespace Parley.Engine.Tests;

/// <summary>A log in memory that fails, waits or loses its end when the test wants it to.</summary>
internal sealed class FaultyLog : IRoomLog
{
    private readonly Queue<RoomLogFailure> _failures = new();
    private MemoryRoomLog _log = new(Guid.Empty);
    private Task _reads = Task.CompletedTask;
    private Task _appends = Task.CompletedTask;
    private Task _snapshots = Task.CompletedTask;
    private TaskCompletionSource _appending = new();
    private TaskCompletionSource _saving = new();
    private int _opens;
    private bool _failRead;
    private bool _throwAppend;

    public Guid Term => Guid.Empty;

    /// <summary>The groups that were appended, one list of batches each.</summary>
    public List<IReadOnlyList<AppendBatch>> Groups { get; } = [];

    /// <summary>The sequences after which pages were read.</summary>
    public List<long> ReadsAfter { get; } = [];

    /// <summary>What keeps events from being stored.</summary>
    public string? Problem { get; set; }

    /// <summary>True if no snapshot can be saved.</summary>
    public bool FailSnapshots { get; set; }

    /// <summary>How many times rooms were opened.</summary>
    public int Opens => _opens;

    /// <summary>How many times commands were looked up.</summary>
    public int LookUps { get; private set; }

    /// <summary>Makes reads wait until the returned source is completed.</summary>
    public TaskCompletionSource HoldReads()
    {
        var source = new TaskCompletionSource();
        _reads = source.Task;
        return source;
    }

    /// <summary>Makes appends wait until the returned source is completed.</summary>
    public TaskCompletionSource HoldAppends()
    {
        var source = new TaskCompletionSource();
        _appends = source.Task;
        _appending = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return source;
    }

    /// <summary>Makes snapshots wait until the returned source is completed.</summary>
    public TaskCompletionSource HoldSnapshots()
    {
        var source = new TaskCompletionSource();
        _snapshots = source.Task;
        _saving = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return source;
    }

    /// <summary>Completes when the first snapshot after <see cref="HoldSnapshots"/> waits.</summary>
    public Task Saving => _saving.Task;

    /// <summary>Completes when the first append after <see cref="HoldAppends"/> waits.</summary>
    public Task Appending => _appending.Task;

    public string? FindProblem() => Problem;

    public void FailNextRead() => _failRead = true;

    public void FailNextAppend(RoomLogFailure failure) => _failures.Enqueue(failure);

    /// <summary>Makes the next append throw what no log should.</summary>
    public void ThrowNextAppend() => _throwAppend = true;

    /// <summary>Drops a room's events after <paramref name="head"/>, and all other rooms.</summary>
    public void Truncate(string room, int head)
    {
        var kept = _log.ReadAfterAsync(room, 0, new PageLimit(int.MaxValue, int.MaxValue)).Result.Take(head).ToList();
        _log = new MemoryRoomLog(Guid.Empty);
        if (kept.Count > 0)
        {
            _log.AppendAsync([new AppendBatch(room, kept)]);
        }
    }

    public async Task<IReadOnlyList<AppendOutcome>> AppendAsync(IReadOnlyList<AppendBatch> batches)
    {
        _appending.TrySetResult();
        await _appends;
        if (_throwAppend)
        {
            _throwAppend = false;
            throw new InvalidOperationException("The test made the log throw.");
        }

        if (_failures.TryDequeue(out var failure))
        {
            throw new RoomLogException(failure, "The test made the log fail.");
        }

        Groups.Add(batches);
        return await _log.AppendAsync(batches);
    }

    public Task<long> ReadHeadAsync(string room) => ReadAsync(() => _log.ReadHeadAsync(room));

    public Task<RoomInfo> ReadRoomAsync(string room)
    {
        Interlocked.Increment(ref _opens);
        return ReadAsync(() => _log.ReadRoomAsync(room));
    }

    public Task<long?> ReadTermEndAsync(string room, Guid term) => ReadAsync(() => _log.ReadTermEndAsync(room, term));

    public async Task SaveSnapshotAsync(string room, Snapshot snapshot)
    {
        _saving.TrySetResult();
        await _snapshots;
        if (FailSnapshots)
        {
            throw new RoomLogException(RoomLogFailure.Full, "The test made the log fail.");
        }

        await _log.SaveSnapshotAsync(room, snapshot);
    }

    public Task<Snapshot?> ReadSnapshotAsync(string room) => ReadAsync(() => _log.ReadSnapshotAsync(room));

    public Task<IReadOnlyList<RoomEvent>> ReadAfterAsync(
        string room, long sequence, PageLimit limit, CancellationToken cancellationToken = default)
    {
        ReadsAfter.Add(sequence);
        return ReadAsync(() => _log.ReadAfterAsync(room, sequence, limit, cancellationToken));
    }

    public Task<IReadOnlyList<RoomEvent>> ReadBeforeAsync(
        string room, long sequence, PageLimit limit, CancellationToken cancellationToken = default) =>
        ReadAsync(() => _log.ReadBeforeAsync(room, sequence, limit, cancellationToken));

    public Task<IReadOnlyDictionary<CommandKey, RoomEvent>> FindAsync(string room, IReadOnlyCollection<CommandKey> commands)
    {
        LookUps++;
        return ReadAsync(() => _log.FindAsync(room, commands));
    }

    public Task<long> FindFloorAsync(string room, KeepLimit keep, CancellationToken cancellationToken = default) =>
        _log.FindFloorAsync(room, keep, cancellationToken);

    public Task<long> TrimAsync(string room, long floor, int maxEvents) => _log.TrimAsync(room, floor, maxEvents);

    public Task<long> CompactAsync(long maxBytes) => _log.CompactAsync(maxBytes);

    public Task<IReadOnlyList<RoomHead>> ListRoomsAsync(string after, int count, CancellationToken cancellationToken = default) =>
        ReadAsync(() => _log.ListRoomsAsync(after, count, cancellationToken));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<T> ReadAsync<T>(Func<Task<T>> read)
    {
        await _reads;
        if (_failRead)
        {
            _failRead = false;
            throw new RoomLogException(RoomLogFailure.Unavailable, "The test made the log fail.");
        }

        return await read();
    }
}
