using System.Text;
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
    private readonly SortedDictionary<string, List<RoomEvent>> _rooms = new(StringComparer.Ordinal);
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
            return Task.FromResult((long)Events_NeedsGate(room).Count);
        }
    }

    /// <inheritdoc/>
    public Task<RoomInfo> ReadRoomAsync(string room)
    {
        lock (_gate)
        {
            var events = Events_NeedsGate(room);
            return Task.FromResult(new RoomInfo(events.Count, CreatedOf(events)));
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
            var events = Events_NeedsGate(room);
            var first = (int)Math.Clamp(sequence, 0, events.Count);
            var page = events.GetRange(first, Math.Min(limit.Events, events.Count - first));
            return Task.FromResult<IReadOnlyList<RoomEvent>>([.. Take(page, limit)]);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomEvent>> ReadBeforeAsync(
        string room, long sequence, PageLimit limit, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            var events = Events_NeedsGate(room);
            var end = (int)Math.Clamp(sequence - 1, 0, events.Count);
            var first = Math.Max(0, end - limit.Events);
            var page = events.GetRange(first, end - first);
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
                .Select(room => new RoomHead(
                    room.Key, room.Value.Count, CreatedOf(room.Value)?.Kind ?? ChatKind.Instance.Name))]);
        }
    }

    /// <inheritdoc/>
    public Task SaveSnapshotAsync(string room, Snapshot snapshot)
    {
        lock (_gate)
        {
            if (snapshot.Sequence <= Events_NeedsGate(room).Count
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
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static IEnumerable<RoomEvent> Take(IEnumerable<RoomEvent> events, PageLimit limit)
    {
        var bytes = 0;
        foreach (var @event in events)
        {
            yield return @event;
            bytes += @event.Content.Length + Encoding.UTF8.GetByteCount(@event.User) + Encoding.UTF8.GetByteCount(@event.CommandId ?? "");
            if (bytes >= limit.Bytes)
            {
                yield break;
            }
        }
    }

    private AppendOutcome Append_NeedsGate(AppendBatch batch)
    {
        if (batch.Events[0].Sequence != Events_NeedsGate(batch.Room).Count + 1)
        {
            return AppendOutcome.Conflict;
        }

        if (batch.Events.Any(@event => @event.CommandId is { } id && _commands.ContainsKey((batch.Room, new CommandKey(@event.User, id)))))
        {
            return AppendOutcome.Repeated;
        }

        if (!_rooms.TryGetValue(batch.Room, out var events))
        {
            _rooms[batch.Room] = events = [];
        }

        foreach (var @event in batch.Events)
        {
            events.Add(@event);
            if (@event.CommandId is { } id)
            {
                _commands[(batch.Room, new CommandKey(@event.User, id))] = @event;
            }
        }

        return AppendOutcome.Appended;
    }

    private static CreatedContent? CreatedOf(List<RoomEvent> events) =>
        events is [var first, ..] && CreatedContent.TryDecode(first.Content.Span, out var created) ? created : null;

    private List<RoomEvent> Events_NeedsGate(string room) => _rooms.GetValueOrDefault(room) ?? [];
}
