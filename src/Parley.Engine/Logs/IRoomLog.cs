using Parley.Rooms;
using Parley.Rooms.Kinds;

namespace Parley.Engine.Logs;

/// <summary>The durable, numbered log of every room: the port behind which a store keeps events.</summary>
/// <remarks>
/// <para>
/// <b>What a store promises.</b> An event that was reported as appended survives the loss of power. No read returns an event that is not
/// durable yet. Every read that begins after an append has completed sees its events. A room's events have the sequences 1, 2, 3 …
/// without gaps, and never change, but for contents that a later event erases: no read that begins after its append has completed returns
/// them. The oldest ones may be removed: a room's floor is the sequence of its oldest event, or the next one if
/// none is left. Its head stays.
/// </para>
/// <para>
/// <b>Threads.</b> The engine makes one call to <see cref="AppendAsync"/> at a time and awaits it before the next. Reads arrive at any
/// time, in any number, even while an append runs; they see each batch as a whole or not at all. A method may complete synchronously but
/// should not block its caller for I/O. Callers do not change their arguments until the call completes, and a store does not change what
/// it has returned.
/// </para>
/// <para>
/// <b>Failures.</b> If the store cannot be read or written, a method throws <see cref="RoomLogException"/>, and the engine recovers: it
/// refuses the posts, reads the heads again and tries again later. Apart from cancellations that the caller asked for, no other exception
/// may leave a method: the engine would treat it as a bug.
/// </para>
/// <para>
/// <b>Values.</b> Names and command ids are any valid Unicode, NUL included, and contents any bytes; they are read back exactly. Names are
/// compared and ordered by ordinal value: <c>"Room"</c> and <c>"room"</c> are two rooms, in this order. Times are UTC, to the millisecond.
/// Rooms need not be created: a room without events is empty, and reading it is no error.
/// </para>
/// <para>The contract suite <c>RoomLogContract</c> tests a store against this contract.</para>
/// </remarks>
public interface IRoomLog : IAsyncDisposable
{
    /// <summary>
    /// The term that began when the log was opened, constant while it is open. Every opening begins a new one with a random id, durable
    /// before the log is used. A position is a term and a sequence; see <see cref="ReadTermEndAsync"/>.
    /// </summary>
    Guid Term { get; }

    /// <summary>Appends batches of any rooms in one transaction, and completes when they are durable.</summary>
    /// <param name="batches">
    /// Batches in order. A room may have several: each is judged after those before it were appended or left out. The engine passes an
    /// empty list to find out whether a failing log works again: the store then attempts a durable write of its own and throws if that
    /// fails.
    /// </param>
    /// <returns>
    /// The outcome of each batch, in the same order. A batch with any other outcome than <see cref="AppendOutcome.Appended"/> is left out
    /// as a whole; the others of the call are appended all the same.
    /// </returns>
    /// <exception cref="RoomLogException">
    /// The log cannot be written. A store appends nothing in this case. The engine does not rely on that, since a disk may keep what it
    /// reported as failed: it reads the heads of the rooms concerned before it appends to them again.
    /// </exception>
    Task<IReadOnlyList<AppendOutcome>> AppendAsync(IReadOnlyList<AppendBatch> batches);

    /// <summary>
    /// What keeps events from being stored, for the operator, as far as it can be known without writing; <c>null</c> if nothing is known.
    /// While the log works, the engine asks every <see cref="Commits.CommitOptions.ProbeSeconds"/>, on any thread. Answer at once.
    /// </summary>
    string? FindProblem() => null;

    /// <summary>The sequence of a room's last event; 0 if it has none.</summary>
    /// <exception cref="RoomLogException">The log cannot be read.</exception>
    Task<long> ReadHeadAsync(string room);

    /// <summary>A room's head, how the room was created and where its current term begins, all at one moment.</summary>
    /// <exception cref="RoomLogException">The log cannot be read.</exception>
    Task<RoomInfo> ReadRoomAsync(string room);

    /// <summary>
    /// How far positions of a term hold in a room: up to the event before the room's first event of a later term, or up to its head if it
    /// has none. An event that a reader had beyond this end has been lost, or replaced by another, since it was read.
    /// </summary>
    /// <param name="room">A valid room name.</param>
    /// <param name="term">A term of this log, or of any other.</param>
    /// <returns>The last sequence that holds, 0 or more; <c>null</c> if this log has never had the term.</returns>
    /// <exception cref="RoomLogException">The log cannot be read.</exception>
    Task<long?> ReadTermEndAsync(string room, Guid term);

    /// <summary>
    /// A page of a room's events after <paramref name="sequence"/>, oldest first, beginning with the next one, or with the room's floor if
    /// that is higher.
    /// </summary>
    /// <param name="room">A valid room name.</param>
    /// <param name="sequence">The sequence before the first event wanted; 0 for the room's first event.</param>
    /// <param name="limit">Where the page ends.</param>
    /// <param name="cancellationToken">Cancels the read, even while it waits for others.</param>
    /// <returns>The page; empty only if the room has no event after <paramref name="sequence"/>.</returns>
    /// <exception cref="RoomLogException">The log cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The read was cancelled.</exception>
    Task<IReadOnlyList<RoomEvent>> ReadAfterAsync(
        string room, long sequence, PageLimit limit, CancellationToken cancellationToken = default);

    /// <summary>A page of a room's events before <paramref name="sequence"/>: those nearest to it, oldest first.</summary>
    /// <param name="room">A valid room name.</param>
    /// <param name="sequence">The sequence after the last event wanted; <see cref="long.MaxValue"/> for the room's last events.</param>
    /// <param name="limit">Where the page ends, counted backwards from <paramref name="sequence"/>.</param>
    /// <param name="cancellationToken">Cancels the read, even while it waits for others.</param>
    /// <returns>The page; empty only if the room has no event before <paramref name="sequence"/>.</returns>
    /// <exception cref="RoomLogException">The log cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The read was cancelled.</exception>
    Task<IReadOnlyList<RoomEvent>> ReadBeforeAsync(
        string room, long sequence, PageLimit limit, CancellationToken cancellationToken = default);

    /// <summary>Finds the events that commands became, as long as the room keeps them.</summary>
    /// <param name="room">A valid room name.</param>
    /// <param name="commands">The commands to look for, each once.</param>
    /// <returns>The event of each command that is in the room's log; other commands are left out.</returns>
    /// <exception cref="RoomLogException">The log cannot be read.</exception>
    Task<IReadOnlyDictionary<CommandKey, RoomEvent>> FindAsync(string room, IReadOnlyCollection<CommandKey> commands);

    /// <summary>A page of the rooms that have events, by name in ordinal order.</summary>
    /// <param name="after">The name before the first room wanted, which need not exist; empty for the first rooms.</param>
    /// <param name="count">The maximum number of rooms; at least 1.</param>
    /// <param name="cancellationToken">Cancels the read, even while it waits for others.</param>
    /// <returns>The page; shorter than <paramref name="count"/> only if there are no more rooms.</returns>
    /// <exception cref="RoomLogException">The log cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The read was cancelled.</exception>
    Task<IReadOnlyList<RoomHead>> ListRoomsAsync(string after, int count, CancellationToken cancellationToken = default);

    /// <summary>Finds the floor that a room has when it keeps only certain events.</summary>
    /// <param name="room">A valid room name.</param>
    /// <param name="keep">What is kept.</param>
    /// <param name="cancellationToken">Cancels the read, even while it waits for others.</param>
    /// <returns>
    /// The floor; not below the present one, and at most the head + 1. A store may look only at the first part of a long room, and return
    /// a lower floor than the final one: trim to it, and ask again.
    /// </returns>
    /// <exception cref="RoomLogException">The log cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The read was cancelled.</exception>
    Task<long> FindFloorAsync(string room, KeepLimit keep, CancellationToken cancellationToken = default);

    /// <summary>Removes a room's oldest events, with their command ids.</summary>
    /// <param name="room">A valid room name.</param>
    /// <param name="floor">The sequence of the first event to keep. It may be beyond the head: the room then has no events.</param>
    /// <param name="maxEvents">The maximum number of events to remove in this call; at least 1. Appends wait meanwhile.</param>
    /// <returns>The room's floor now; durable.</returns>
    /// <exception cref="RoomLogException">The log cannot be written. Nothing was removed.</exception>
    Task<long> TrimAsync(string room, long floor, int maxEvents);

    /// <summary>Gives space that removed events took back to the disk.</summary>
    /// <param name="maxBytes">About how much to give back in this call; at least 1. Appends wait meanwhile.</param>
    /// <returns>How many bytes were given back; 0 if there are none left to give.</returns>
    /// <exception cref="RoomLogException">The log cannot be written. Nothing is lost.</exception>
    Task<long> CompactAsync(long maxBytes);

    /// <summary>
    /// Keeps a snapshot of a room, in place of the one before. A snapshot can be computed again, so the engine does not wait for it, and
    /// losing it is harmless.
    /// </summary>
    /// <param name="room">A valid room name.</param>
    /// <param name="snapshot">
    /// The snapshot. It is ignored if the room does not have its sequence, or if a newer snapshot is kept already.
    /// </param>
    /// <exception cref="RoomLogException">The log cannot be written. The earlier snapshot is still there.</exception>
    Task SaveSnapshotAsync(string room, Snapshot snapshot);

    /// <summary>The snapshot of a room; <c>null</c> if there is none.</summary>
    /// <exception cref="RoomLogException">The log cannot be read.</exception>
    Task<Snapshot?> ReadSnapshotAsync(string room);
}
