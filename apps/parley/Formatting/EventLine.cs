using Parley.Client;
using Parley.Server.Offline;

namespace Parley.Command.Formatting;

/// <summary>An event to print, from a server or from a log.</summary>
/// <param name="Room">The room.</param>
/// <param name="Epoch">The epoch of the log.</param>
/// <param name="Sequence">Its number in the room.</param>
/// <param name="User">The author.</param>
/// <param name="Time">When the server accepted it.</param>
/// <param name="Text">The text of a message; <c>null</c> if the event is not one.</param>
/// <param name="CommandId">The sender's id for the command; empty if there was none.</param>
/// <param name="IsErased">True if its content was erased.</param>
/// <param name="Erases">The sequences of the events whose contents it erased; <c>null</c> for any other event.</param>
internal readonly record struct EventLine(
    string Room,
    string Epoch,
    long Sequence,
    string User,
    DateTimeOffset Time,
    string? Text,
    string CommandId,
    bool IsErased,
    IReadOnlyList<long>? Erases)
{
    /// <summary>An event from a server.</summary>
    public static EventLine Of(RoomEvent @event) => new(
        @event.Room,
        @event.Position.Epoch,
        @event.Sequence,
        @event.User,
        @event.Time,
        (@event as MessageEvent)?.Text,
        @event.CommandId,
        @event is ErasedEvent,
        (@event as ErasureEvent)?.Sequences);

    /// <summary>An event from a log.</summary>
    public static EventLine Of(string room, string epoch, StoredEvent stored) => new(
        room,
        epoch,
        stored.Sequence,
        stored.User,
        stored.Time,
        stored.Text,
        stored.CommandId ?? "",
        stored.IsErased,
        stored.Erases);
}
