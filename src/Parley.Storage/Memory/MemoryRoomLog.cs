using Parley.Engine.Logs;
using Parley.Rooms;
using Parley.Rooms.Contents;
using Parley.Rooms.Kinds;
using Parley.Rooms.Kinds.Chat;

namespace Parley.Storage.Memory;

/// <summary>A room log in memory. Nothing survives the end of the process.</summary>
/// <param name="term">The log's only term.</param>
public sealed class MemoryRoomLog(Guid term) : IRoomLog
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, MemoryRoom> _rooms = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Room, CommandKey Key), RoomEvent> _commands = [];
    private readonly Dictionary<string, Snapshot> _snapshots = [];

    /// <inheritdoc/>
    public Guid Term => term;

    /// <inheritdoc/>
    public Task<IReadOnlyList<AppendOutcome>> AppendAsync(IReadOnlyList<AppendBatch> batches)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<AppendOutcome>>([.. batches.Select(Append_NeedsGate)]);
        }
    }

    /// <inheritdoc/>
    public Task<long> ReadHeadAsync(string room)
    {
        lock (_gate)
        {
            return Task.FromResult(Room_NeedsGate(room).Head);
        }
    }

    /// <inheritdoc/>
    public Task<RoomInfo> ReadRoomAsync(string room)
    {
        lock (_gate)
        {
            var found = Room_NeedsGate(room);
            return Task.FromResult(new RoomInfo(found.Head, found.Created, Floor: found.Floor));
        }
    }

    /// <inheritdoc/>
    public async Task<long?> ReadTermEndAsync(string room, Guid term) => term == Term ? await ReadHeadAsync(room) : null;

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomEvent>> ReadAfterAsync(
        string room, long sequence, PageLimit limit, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            var found = Room_NeedsGate(room);
            var first = found.CountUpTo(sequence);
            var page = found.Events.GetRange(first, Math.Min(limit.Events, found.Events.Count - first));
            return Task.FromResult<IReadOnlyList<RoomEvent>>([.. Take(page, limit)]);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomEvent>> ReadBeforeAsync(
        string room, long sequence, PageLimit limit, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            var found = Room_NeedsGate(room);
            var end = found.CountUpTo(sequence - 1);
            var first = Math.Max(0, end - limit.Events);
            var page = found.Events.GetRange(first, end - first);
            return Task.FromResult<IReadOnlyList<RoomEvent>>([.. Take(Enumerable.Reverse(page), limit).Reverse()]);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<CommandKey, RoomEvent>> FindAsync(string room, IReadOnlyCollection<CommandKey> commands)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyDictionary<CommandKey, RoomEvent>>(
                commands.Where(key => _commands.ContainsKey((room, key))).ToDictionary(key => key, key => _commands[(room, key)]));
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomHead>> ListRoomsAsync(string after, int count, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<RoomHead>>([.. _rooms
                .Where(room => string.CompareOrdinal(room.Key, after) > 0)
                .Take(count)
                .Select(room => new RoomHead(room.Key, room.Value.Head, room.Value.Created?.Kind ?? ChatKind.Instance.Name))]);
        }
    }

    /// <inheritdoc/>
    public Task SaveSnapshotAsync(string room, Snapshot snapshot)
    {
        lock (_gate)
        {
            if (snapshot.Sequence <= Room_NeedsGate(room).Head
                && (!_snapshots.TryGetValue(room, out var old) || old.Sequence <= snapshot.Sequence))
            {
                _snapshots[room] = snapshot;
            }

            return Task.CompletedTask;
        }
    }

    /// <inheritdoc/>
    public Task<Snapshot?> ReadSnapshotAsync(string room)
    {
        lock (_gate)
        {
            return Task.FromResult(_snapshots.GetValueOrDefault(room));
        }
    }

    /// <inheritdoc/>
    public Task<long> FindFloorAsync(string room, KeepLimit keep, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return Task.FromResult(Room_NeedsGate(room).FindFloor(keep));
        }
    }

    /// <inheritdoc/>
    public Task<long> TrimAsync(string room, long floor, int maxEvents)
    {
        lock (_gate)
        {
            var found = Room_NeedsGate(room);
            foreach (var @event in found.Trim(floor, maxEvents))
            {
                if (@event.CommandId is { } id)
                {
                    _commands.Remove((room, new CommandKey(@event.User, id)));
                }
            }

            return Task.FromResult(found.Floor);
        }
    }

    /// <inheritdoc/>
    public Task<long> CompactAsync(long maxBytes) => Task.FromResult(0L);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static IEnumerable<RoomEvent> Take(IEnumerable<RoomEvent> events, PageLimit limit)
    {
        var bytes = 0;
        foreach (var @event in events)
        {
            yield return @event;
            bytes += MemoryRoom.Measure(@event);
            if (bytes >= limit.Bytes)
            {
                yield break;
            }
        }
    }

    private AppendOutcome Append_NeedsGate(AppendBatch batch)
    {
        if (batch.Events[0].Sequence != Room_NeedsGate(batch.Room).Head + 1)
        {
            return AppendOutcome.Conflict;
        }

        if (batch.Events.Any(@event => @event.CommandId is { } id && _commands.ContainsKey((batch.Room, new CommandKey(@event.User, id)))))
        {
            return AppendOutcome.Repeated;
        }

        if (!_rooms.TryGetValue(batch.Room, out var room))
        {
            _rooms[batch.Room] = room = new MemoryRoom();
        }

        foreach (var @event in batch.Events)
        {
            room.Add(@event);
            Index_NeedsGate(batch.Room, @event);
            if (ErasureContent.TryDecode(@event.Content.Span, out var erasure))
            {
                foreach (var sequence in erasure.Sequences)
                {
                    Index_NeedsGate(batch.Room, room.Erase(sequence));
                }
            }
        }

        if (batch.Snapshot is { } snapshot)
        {
            _snapshots[batch.Room] = snapshot;
        }

        return AppendOutcome.Appended;
    }

    private void Index_NeedsGate(string room, RoomEvent? @event)
    {
        if (@event?.CommandId is { } id)
        {
            _commands[(room, new CommandKey(@event.User, id))] = @event;
        }
    }

    private MemoryRoom Room_NeedsGate(string room) => _rooms.GetValueOrDefault(room) ?? new MemoryRoom();
}
