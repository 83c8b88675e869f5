using System.Buffers;
using Microsoft.Extensions.Logging;
using Parley.Engine.Logs;
using Parley.Rooms.Core;
using Parley.Rooms.Kinds;

namespace Parley.Engine.Snapshots;

/// <summary>Takes and saves the snapshots of one room. Used by its owner only.</summary>
internal sealed class RoomSnapshots(string name, IRoomLog log, int interval, ILogger logger)
{
    private long _last;
    private Task _saving = Task.CompletedTask;

    /// <summary>Begins anew with an opened room.</summary>
    /// <param name="sequence">The sequence of the snapshot it was opened with; 0 if there was none.</param>
    public void Reset(long sequence) => _last = sequence;

    /// <summary>Takes a snapshot if enough events were decided since the last one.</summary>
    /// <returns>The snapshot, to be saved once its last event is committed; <c>null</c> if none is due.</returns>
    public Snapshot? TakeIfDue(Room room) =>
        room.Kind.HasState && room.Head - _last >= interval && _saving.IsCompleted ? Take(room) : null;

    /// <summary>Takes a snapshot to replace the last one, if that may have what an event added to the state.</summary>
    /// <param name="room">The room.</param>
    /// <param name="sequence">The sequence of the event.</param>
    /// <returns>
    /// The snapshot, to be committed with the last event; <c>null</c> if the last one does not have the event, if the room's kind has no
    /// state, or if the state is too large.
    /// </returns>
    public Snapshot? TakeIfAnyHas(Room room, long sequence) =>
        room.Kind.HasState && (_last == 0 || _last >= sequence) ? Take(room) : null;

    /// <summary>Saves a snapshot in the background. Its last event must be committed.</summary>
    public void Save(Snapshot snapshot) => _saving = SaveAsync(snapshot);

    /// <summary>Saves the state of a room that goes to sleep, if it has changed, and completes when it is saved or cannot be.</summary>
    /// <param name="room">A room whose events are all committed.</param>
    public async Task FlushAsync(Room room)
    {
        await _saving;
        if (room.Kind.HasState && room.Head > _last && Take(room) is { } snapshot)
        {
            await SaveAsync(snapshot);
        }
    }

    private Snapshot? Take(Room room)
    {
        _last = room.Head;
        var state = new ArrayBufferWriter<byte>();
        room.State.Save(state);
        if (state.WrittenCount <= Snapshot.MaxBytes)
        {
            return new Snapshot(room.Head, room.Kind.Version, state.WrittenMemory);
        }

        SnapshotLogMessages.TooLarge(logger, name, state.WrittenCount, Snapshot.MaxBytes);
        return null;
    }

    private async Task SaveAsync(Snapshot snapshot)
    {
        try
        {
            await log.SaveSnapshotAsync(name, snapshot);
        }
        catch (RoomLogException exception)
        {
            SnapshotLogMessages.NotSaved(logger, name, exception);
        }
    }
}
