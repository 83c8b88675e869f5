using Parley.Engine.Logs;
using Parley.Rooms;
using Parley.Rooms.Contents;
using Parley.Rooms.Kinds;
using Parley.Storage.Memory;

namespace Parley.Engine.Tests.Simulation;

/// <summary>
/// A log whose answers wait until the simulation releases them, and whose commits sometimes fail: either nothing is written, or everything
/// is and the disk reports a failure nevertheless.
/// </summary>
internal sealed class SimulatedLog(Random random) : IRoomLog
{
    private readonly MemoryRoomLog _durable = new(Guid.Empty);
    private readonly Dictionary<string, List<RoomEvent>> _history = [];
    private readonly List<Action> _operations = [];

    public Guid Term => Guid.Empty;

    /// <summary>The probability that a commit fails.</summary>
    public double FailureRate { get; set; } = 0.15;

    /// <summary>The events that a room really has, with those that were removed since.</summary>
    public IReadOnlyList<RoomEvent> Durable(string room) => _history.GetValueOrDefault(room) ?? [];

    /// <summary>The events that a room really has now.</summary>
    public IReadOnlyList<RoomEvent> Kept(string room) =>
        _durable.ReadAfterAsync(room, 0, new PageLimit(int.MaxValue, int.MaxValue)).Result;

    /// <summary>The sequences of the events whose contents were erased, as those who erased them know.</summary>
    public HashSet<long> Erased { get; } = [];

    /// <summary>The floor that a room really has.</summary>
    public long Floor(string room) => _durable.ReadRoomAsync(room).Result.Floor;

    /// <summary>The snapshot that a room really has.</summary>
    public Snapshot? Snapshot(string room) => _durable.ReadSnapshotAsync(room).Result;

    /// <summary>Creates a room before the simulation begins.</summary>
    public void Create(string room, CreatedContent created) =>
        Append([new AppendBatch(room, [new RoomEvent(1, "ada", DateTimeOffset.UnixEpoch, created.Encode())])]);

    /// <summary>Releases the answer of one operation.</summary>
    /// <returns>False if none is waiting.</returns>
    public bool AnswerOne()
    {
        if (_operations.Count == 0)
        {
            return false;
        }

        var index = random.Next(_operations.Count);
        var operation = _operations[index];
        _operations.RemoveAt(index);
        operation();
        return true;
    }

    public Task<IReadOnlyList<AppendOutcome>> AppendAsync(IReadOnlyList<AppendBatch> batches) => Later(() =>
    {
        var fails = random.NextDouble() < FailureRate;
        if (fails && random.Next(2) == 0)
        {
            throw new RoomLogException(RoomLogFailure.Unavailable, "Nothing was written.");
        }

        var outcomes = Append(batches);
        return fails ? throw new RoomLogException(RoomLogFailure.Unavailable, "Written, but reported as failed.") : outcomes;
    });

    public Task<long> ReadHeadAsync(string room) => Later(() => _durable.ReadHeadAsync(room).Result);

    public Task<RoomInfo> ReadRoomAsync(string room) => Later(() => _durable.ReadRoomAsync(room).Result);

    public Task<long?> ReadTermEndAsync(string room, Guid term) =>
        Later(() => _durable.ReadTermEndAsync(room, term).Result);

    public Task SaveSnapshotAsync(string room, Snapshot snapshot) => Later(() =>
    {
        if (random.NextDouble() < FailureRate)
        {
            throw new RoomLogException(RoomLogFailure.Unavailable, "The snapshot was not written.");
        }

        return _durable.SaveSnapshotAsync(room, snapshot).IsCompleted;
    });

    public Task<Snapshot?> ReadSnapshotAsync(string room) => Later(() => _durable.ReadSnapshotAsync(room).Result);

    public Task<IReadOnlyList<RoomEvent>> ReadAfterAsync(
        string room, long sequence, PageLimit limit, CancellationToken cancellationToken = default) =>
        Later(() => _durable.ReadAfterAsync(room, sequence, limit, cancellationToken).Result);

    public Task<IReadOnlyList<RoomEvent>> ReadBeforeAsync(
        string room, long sequence, PageLimit limit, CancellationToken cancellationToken = default) =>
        Later(() => _durable.ReadBeforeAsync(room, sequence, limit, cancellationToken).Result);

    public Task<IReadOnlyDictionary<CommandKey, RoomEvent>> FindAsync(string room, IReadOnlyCollection<CommandKey> commands) =>
        Later(() => _durable.FindAsync(room, commands).Result);

    public Task<long> FindFloorAsync(string room, KeepLimit keep, CancellationToken cancellationToken = default) =>
        Later(() => _durable.FindFloorAsync(room, keep, cancellationToken).Result);

    public Task<long> TrimAsync(string room, long floor, int maxEvents) => Later(() => _durable.TrimAsync(room, floor, maxEvents).Result);

    public Task<long> CompactAsync(long maxBytes) => _durable.CompactAsync(maxBytes);

    public Task<IReadOnlyList<RoomHead>> ListRoomsAsync(string after, int count, CancellationToken cancellationToken = default) =>
        Later(() => _durable.ListRoomsAsync(after, count, cancellationToken).Result);

    public ValueTask DisposeAsync() => _durable.DisposeAsync();

    private IReadOnlyList<AppendOutcome> Append(IReadOnlyList<AppendBatch> batches)
    {
        var outcomes = _durable.AppendAsync(batches).Result;
        foreach (var (batch, outcome) in batches.Zip(outcomes))
        {
            if (outcome == AppendOutcome.Appended)
            {
                _history.TryAdd(batch.Room, []);
                _history[batch.Room].AddRange(batch.Events);
            }
        }

        return outcomes;
    }

    private Task<T> Later<T>(Func<T> answer)
    {
        var source = new TaskCompletionSource<T>();
        _operations.Add(() =>
        {
            try
            {
                source.SetResult(answer());
            }
            catch (RoomLogException exception)
            {
                source.SetException(exception);
            }
        });
        return source.Task;
    }
}
