using Parley.Protocol.V1;
using Parley.Rooms;

namespace Parley.Server.Frames;

/// <summary>Events as the room contract's <see cref="ServerFrame"/>.</summary>
internal sealed class RoomEventFormat : ProtobufFormat<ServerFrame>
{
    protected override ServerFrame Create() => new() { Event = WireEvents.Create() };

    protected override void Fill(ServerFrame message, string room, RoomEvent @event) => message.Event.Fill(room, @event);
}
