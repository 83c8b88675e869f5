using System.Buffers;

namespace Parley.Rooms.Kinds;

/// <summary>What a room is after some of its events. Used by one thread at a time.</summary>
public interface IRoomState
{
    /// <summary>Decides a command. Changes nothing: what was decided arrives at <see cref="Apply"/>.</summary>
    /// <param name="command">A well-formed command that is not a retry. Its content may be of any type.</param>
    /// <param name="facts">The earlier events that the command needs.</param>
    /// <param name="now">The time of the decision.</param>
    KindDecision Decide(PostCommand command, Facts facts, DateTimeOffset now);

    /// <summary>
    /// Changes the state as an event demands. Called for every event of the room but the one that created it, in order, and once for each.
    /// </summary>
    /// <param name="event">An event that this kind decided, in this version or an older one.</param>
    void Apply(RoomEvent @event);

    /// <summary>Saves the state.</summary>
    /// <param name="snapshot">
    /// Receives what <see cref="IRoomKind.Open"/> needs. At most <see cref="Snapshot.MaxBytes"/>; a larger one is not kept.
    /// </param>
    void Save(IBufferWriter<byte> snapshot);
}
