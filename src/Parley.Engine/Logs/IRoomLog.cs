using Parley.Rooms;

namespace Parley.Engine.Logs;

/// <summary>
/// The durable, numbered log of every room. What <see cref="AppendAsync"/> reports as appended survives the loss of power; nothing
/// else is ever read back. Reads may run at any time and concurrently; appends are called one at a time.
/// </summary>
/// <remarks>Every method throws <see cref="RoomLogException"/> if the log cannot be read or written.</remarks>
public interface IRoomLog : IAsyncDisposable
{
    /// <summary>Identity of this incarnation of the log: another after it was lost or restored from a backup.</summary>
    Guid Epoch { get; }

    /// <summary>Appends batches, of any rooms, all or none, and syncs them to the disk.</summary>
    /// <param name="batches">Batches in order; a room may have several.</param>
    /// <returns>
    /// For each batch whether it was appended. A batch that does not continue its room is left out alone:
    /// somebody else appended, or the batch before it failed. So is one with a command that the room's log has already.
    /// </returns>
    /// <exception cref="RoomLogException">Nothing was appended.</exception>
    Task<IReadOnlyList<AppendOutcome>> AppendAsync(IReadOnlyList<AppendBatch> batches);

    /// <summary>The sequence of a room's last event; 0 if it has none.</summary>
    Task<long> ReadHeadAsync(string room);

    /// <summary>Events after <paramref name="sequence"/>, oldest first.</summary>
    /// <param name="room">The room.</param>
    /// <param name="sequence">0 for the first events.</param>
    /// <param name="limit">Where the page ends.</param>
    /// <returns>A page; empty if there is nothing after <paramref name="sequence"/>.</returns>
    Task<IReadOnlyList<RoomEvent>> ReadAfterAsync(string room, long sequence, PageLimit limit);

    /// <summary>Events before <paramref name="sequence"/>, oldest first: those nearest to it.</summary>
    /// <param name="room">The room.</param>
    /// <param name="sequence"><see cref="long.MaxValue"/> for the last events.</param>
    /// <param name="limit">Where the page ends.</param>
    Task<IReadOnlyList<RoomEvent>> ReadBeforeAsync(string room, long sequence, PageLimit limit);

    /// <summary>The events that commands became, for those that are in the log.</summary>
    /// <param name="room">The room.</param>
    /// <param name="commands">Commands to look for.</param>
    Task<IReadOnlyDictionary<CommandKey, RoomEvent>> FindAsync(string room, IReadOnlyCollection<CommandKey> commands);

    /// <summary>Rooms that have events, by name in ordinal order.</summary>
    /// <param name="after">Rooms after this name; empty for the first.</param>
    /// <param name="count">At most so many.</param>
    Task<IReadOnlyList<RoomHead>> ListRoomsAsync(string after, int count);
}
