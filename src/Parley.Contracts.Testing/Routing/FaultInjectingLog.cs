using System.Collections.Concurrent;
using Parley.Engine.Logs;
using Parley.Rooms;
using Parley.Rooms.Kinds;
using Parley.Storage.Memory;

namespace Parley.Contracts.Testing.Routing;

/// <summary>A log in memory that fails, waits, or is appended to by another process whenever a test wants.</summary>
internal sealed class FaultInjectingLog : IRoomLog
{
    private readonly MemoryRoomLog _log = new(Guid.Empty);
    private readonly ConcurrentDictionary<string, bool> _unreadable = new();
    private volatile AppendHold? _hold;
    private int _failNextAppend;

    public Guid Term => _log.Term;

    /// <summary>Reads of a room fail until <see cref="RestoreReads"/>.</summary>
    public void FailReads(string room) => _unreadable[room] = true;

    public void RestoreReads(string room) => _unreadable.TryRemove(room, out _);

    /// <summary>The next append fails.</summary>
    public void FailNextAppend() => Volatile.Write(ref _failNextAppend, 1);

    /// <summary>Appends wait until the hold is released.</summary>
    public AppendHold HoldAppends() => _hold = new AppendHold();

    /// <summary>Releases appends that wait.</summary>
    public void ReleaseAppends() => _hold?.Release();

    /// <summary>Appends an event as another process would, without the knowledge of the room's owner.</summary>
    public async Task AppendElsewhereAsync(string room, RoomEvent @event) =>
        Assert.Equal([AppendOutcome.Appended], await _log.AppendAsync([new AppendBatch(room, [@event])]));

    /// <summary>All events of a room, even while its reads fail.</summary>
    public Task<IReadOnlyList<RoomEvent>> ReadAllAsync(string room) =>
        _log.ReadAfterAsync(room, 0, new PageLimit(int.MaxValue, int.MaxValue));

    public async Task<IReadOnlyList<AppendOutcome>> AppendAsync(IReadOnlyList<AppendBatch> batches)
    {
        if (_hold is { } hold)
        {
            await hold.WaitAsync();
        }

        return Interlocked.Exchange(ref _failNextAppend, 0) == 1 ? throw Failure() : await _log.AppendAsync(batches);
    }

    public Task<long> ReadHeadAsync(string room) => ReadAsync(room, () => _log.ReadHeadAsync(room));

    public Task<RoomInfo> ReadRoomAsync(string room) => ReadAsync(room, () => _log.ReadRoomAsync(room));

    public Task<long?> ReadTermEndAsync(string room, Guid term) => ReadAsync(room, () => _log.ReadTermEndAsync(room, term));

    public Task SaveSnapshotAsync(string room, Snapshot snapshot) => _log.SaveSnapshotAsync(room, snapshot);

    public Task<Snapshot?> ReadSnapshotAsync(string room) => ReadAsync(room, () => _log.ReadSnapshotAsync(room));

    public Task<IReadOnlyList<RoomEvent>> ReadAfterAsync(
        string room, long sequence, PageLimit limit, CancellationToken cancellationToken = default) =>
        ReadAsync(room, () => _log.ReadAfterAsync(room, sequence, limit, cancellationToken));

    public Task<IReadOnlyList<RoomEvent>> ReadBeforeAsync(
        string room, long sequence, PageLimit limit, CancellationToken cancellationToken = default) =>
        ReadAsync(room, () => _log.ReadBeforeAsync(room, sequence, limit, cancellationToken));

    public Task<IReadOnlyDictionary<CommandKey, RoomEvent>> FindAsync(string room, IReadOnlyCollection<CommandKey> commands) =>
        ReadAsync(room, () => _log.FindAsync(room, commands));

    public Task<long> FindFloorAsync(string room, KeepLimit keep, CancellationToken cancellationToken = default) =>
        _log.FindFloorAsync(room, keep, cancellationToken);

    public Task<long> TrimAsync(string room, long floor, int maxEvents) => _log.TrimAsync(room, floor, maxEvents);

    public Task<long> CompactAsync(long maxBytes) => _log.CompactAsync(maxBytes);

    public Task<IReadOnlyList<RoomHead>> ListRoomsAsync(string after, int count, CancellationToken cancellationToken = default) =>
        _log.ListRoomsAsync(after, count, cancellationToken);

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    private async Task<T> ReadAsync<T>(string room, Func<Task<T>> read) => _unreadable.ContainsKey(room) ? throw Failure() : await read();

    private static RoomLogException Failure() => new(RoomLogFailure.Unavailable, "The test made this fail.");
}
