using Parley.Protocol.V1;

namespace Parley.Client.Wire;

/// <summary>Makes the client's events of the contract's.</summary>
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
