using Parley.Client;

namespace Parley.Command.Output;

/// <summary>An event to print, wherever it was read.</summary>
/// <param name="Room">The room.</param>
/// <param name="Epoch">The incarnation of the log.</param>
/// <param name="Sequence">Its number in the room.</param>
/// <param name="User">Who caused it.</param>
/// <param name="Time">When the server decided it.</param>
/// <param name="Text">What was said; <c>null</c> for an event of a kind that this version does not know.</param>
/// <param name="CommandId">The sender's id for it; empty if there was none.</param>
internal readonly record struct EventLine(
    string Room, string Epoch, long Sequence, string User, DateTimeOffset Time, string? Text, string CommandId)
{
    /// <summary>An event from a server.</summary>
    public static EventLine Of(Client.RoomEvent @event) => new(
        @event.Room, @event.Position.Epoch, @event.Sequence, @event.User, @event.Time, (@event as MessageEvent)?.Text, @event.CommandId);

    /// <summary>An event from a log.</summary>
    public static EventLine Of(string room, string epoch, Parley.Rooms.RoomEvent @event) => new(
        room, epoch, @event.Sequence, @event.User, @event.Time, @event.Text, @event.CommandId ?? "");
}
