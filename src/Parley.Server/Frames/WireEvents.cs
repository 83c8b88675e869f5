using Parley.Protocol.V1;
using Parley.Rooms;

namespace Parley.Server.Frames;

/// <summary>Events as the room contract's <see cref="Event"/>.</summary>
internal static class WireEvents
{
    public static Event ToWire(this RoomEvent @event, string room) => new()
    {
        Room = room,
        Sequence = @event.Sequence,
        User = @event.User,
        TimeMs = @event.Time.ToUnixTimeMilliseconds(),
        CommandId = @event.CommandId ?? "",
        Content = Content.Parser.ParseFrom(@event.Content.Span),
    };
}
