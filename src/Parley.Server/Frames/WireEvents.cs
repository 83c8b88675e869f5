using Parley.Protocol.V1;
using Parley.Rooms;

namespace Parley.Server.Frames;

/// <summary>Events as the room contract's <see cref="Event"/>.</summary>
internal static class WireEvents
{
    /// <summary>Creates an event with all its parts, to be filled.</summary>
    public static Event Create() => new() { Content = new Content { Message = new Message() } };

    /// <summary>Sets every field.</summary>
    public static Event Fill(this Event message, string room, RoomEvent @event)
    {
        message.Room = room;
        message.Sequence = @event.Sequence;
        message.User = @event.User;
        message.TimeMs = @event.Time.ToUnixTimeMilliseconds();
        message.CommandId = @event.CommandId ?? "";
        message.Content.Message.Text = @event.Text;
        return message;
    }
}
