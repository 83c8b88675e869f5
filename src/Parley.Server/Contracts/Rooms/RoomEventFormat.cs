using Parley.Protocol.V1;
using Parley.Rooms;

namespace Parley.Server.Contracts.Rooms;

/// <summary>Events as the session contract's <c>ServerFrame</c>.</summary>
internal sealed class RoomEventFormat : ProtobufFormat<ServerFrame>
{
    /// <inheritdoc/>
    protected override ServerFrame Create() => new()
    {
        Event = new Protocol.V1.Event { Content = new Content { Message = new Message() } },
    };

    /// <inheritdoc/>
    protected override void Fill(ServerFrame message, string room, RoomEvent @event)
    {
        var frame = message.Event;
        frame.Room = room;
        frame.Sequence = @event.Sequence;
        frame.User = @event.User;
        frame.TimeMs = @event.Time.ToUnixTimeMilliseconds();
        frame.CommandId = @event.CommandId ?? "";
        frame.Content.Message.Text = @event.Text;
    }
}
