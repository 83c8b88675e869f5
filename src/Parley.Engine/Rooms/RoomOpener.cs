using Microsoft.Extensions.Logging;
using Parley.Engine.Logs;
using Parley.Engine.Snapshots;
using Parley.Rooms.Core;
using Parley.Rooms.Kinds;
using Parley.Rooms.Kinds.Chat;

namespace Parley.Engine.Rooms;

/// <summary>Opens rooms from the log: the last snapshot, and the events after it.</summary>
internal sealed class RoomOpener(IRoomLog log, RoomKinds kinds, ILogger logger)
{
    private static readonly PageLimit Page = new(1_000, 1_048_576, IsUrgent: true);

    /// <summary>Opens a room.</summary>
    /// <param name="name">The room.</param>
    /// <param name="info">The room as it is in the log.</param>
    /// <returns>The room, and the sequence of the snapshot that it was opened with; 0 if there was none.</returns>
    /// <exception cref="RoomLogException">The log cannot be read.</exception>
    public async Task<(Room Room, long Snapshot)> OpenAsync(string name, RoomInfo info)
    {
        if (info.Created is not { } created)
        {
            return (info.Head == 0 ? new Room(kinds) : OpenStateless(info.Head, ChatKind.Instance, default), 0);
        }

        var kind = ClosedKind.Find(created, kinds);
        return kind.HasState
            ? await OpenStateAsync(name, info.Head, kind, created.Options)
            : (OpenStateless(info.Head, kind, created.Options), 0);
    }

    private Room OpenStateless(long head, IRoomKind kind, ReadOnlyMemory<byte> options) => new(kinds, head, kind, kind.Create(options));

    private async Task<(Room Room, long Snapshot)> OpenStateAsync(string name, long head, IRoomKind kind, ReadOnlyMemory<byte> options)
    {
        var snapshot = await log.ReadSnapshotAsync(name);
        var room = snapshot is null ? null : TryOpen(name, snapshot, kind, options);
        var from = room?.Head ?? 0;
        room ??= new Room(kinds, 0, kind, kind.Create(options));
        while (room.Head < head)
        {
            var events = await log.ReadAfterAsync(name, room.Head, Page);
            if (events.Count == 0 || events[0].Sequence != room.Head + 1)
            {
                throw new RoomLogException(RoomLogFailure.Unavailable, $"The log has no event {room.Head + 1}.");
            }

            foreach (var @event in events)
            {
                room.Replay(@event);
            }
        }

        return (room, from);
    }

    private Room? TryOpen(string name, Snapshot snapshot, IRoomKind kind, ReadOnlyMemory<byte> options)
    {
        if (!snapshot.IsReadableBy(kind))
        {
            return null;
        }

        try
        {
            return new Room(kinds, snapshot.Sequence, kind, kind.Open(options, snapshot.State.Span));
        }
        catch (FormatException exception)
        {
            SnapshotLogMessages.Unreadable(logger, name, exception);
            return null;
        }
    }
}
