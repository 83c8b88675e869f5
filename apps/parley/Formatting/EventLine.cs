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
internal readonly record struct EventLine(
    string Room, string Epoch, long Sequence, string User, DateTimeOffset Time, string? Text, string CommandId)
{
    /// <summary>An event from a server.</summary>
    public static EventLine Of(RoomEvent @event) => new(
        @event.Room, @event.Position.Epoch, @event.Sequence, @event.User, @event.Time, (@event as MessageEvent)?.Text, @event.CommandId);

    /// <summary>A message from a log.</summary>
    public static EventLine Of(string room, string epoch, StoredEvent message) => new(
        room, epoch, message.Sequence, message.User, message.Time, message.Text, message.CommandId ?? "");
}
