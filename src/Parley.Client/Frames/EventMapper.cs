using Parley.Protocol.V1;

namespace Parley.Client.Frames;

/// <summary>Maps events from the wire to the client's own.</summary>
internal static class EventMapper
{
    public static RoomEvent ToItem(Event source, string epoch)
    {
        var (sequence, time) = (source.Sequence, DateTimeOffset.FromUnixTimeMilliseconds(source.TimeMs));
        var (room, user, commandId) = (source.Room, source.User, source.CommandId);
        return source.Content?.KindCase switch
        {
            Content.KindOneofCase.Message => new MessageEvent
            {
                Room = room,
                Sequence = sequence,
                User = user,
                Time = time,
                CommandId = commandId,
                Text = source.Content.Message.Text,
                Epoch = epoch,
            },
            Content.KindOneofCase.Erased => new ErasedEvent
            {
                Room = room,
                Sequence = sequence,
                User = user,
                Time = time,
                CommandId = commandId,
                Epoch = epoch,
            },
            Content.KindOneofCase.Erasure => new ErasureEvent
            {
                Room = room,
                Sequence = sequence,
                User = user,
                Time = time,
                CommandId = commandId,
                Sequences = [.. source.Content.Erasure.Sequences],
                Epoch = epoch,
            },
            _ => new UnknownEvent
            {
                Room = room,
                Sequence = sequence,
                User = user,
                Time = time,
                CommandId = commandId,
                Epoch = epoch,
            },
        };
    }
}
