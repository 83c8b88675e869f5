using Parley.Protocol.V1;

namespace Parley.Client.Frames;

/// <summary>Maps events from the wire to the client's own.</summary>
internal static class EventMapper
{
    public static RoomEvent ToItem(Event source, string epoch) => source.Content?.KindCase == Content.KindOneofCase.Message
        ? new MessageEvent
        {
            Room = source.Room,
            Sequence = source.Sequence,
            User = source.User,
            Time = DateTimeOffset.FromUnixTimeMilliseconds(source.TimeMs),
            CommandId = source.CommandId,
            Text = source.Content.Message.Text,
            Epoch = epoch,
        }
        : new UnknownEvent
        {
            Room = source.Room,
            Sequence = source.Sequence,
            User = source.User,
            Time = DateTimeOffset.FromUnixTimeMilliseconds(source.TimeMs),
            CommandId = source.CommandId,
            Epoch = epoch,
        };
}
