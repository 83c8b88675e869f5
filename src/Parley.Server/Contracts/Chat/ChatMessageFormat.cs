using Parley.Engine.Feeds;
using Parley.Protocol.Chat;
using Parley.Rooms;
using Parley.Rooms.Contents;
using Parley.Server.Frames;

namespace Parley.Server.Contracts.Chat;

/// <summary>Messages as the chat contract's <see cref="ChatMessage"/>. Events that are not messages are not shown.</summary>
internal sealed class ChatMessageFormat : IFeedFormat
{
    public int Measure(string room, RoomEvent @event) => MessageContent.TryRead(@event.Content.Span, out var text)
        ? FramePrefix.Bytes
            + WireWriter.SizeOf(ChatMessage.UserIdFieldNumber, @event.User)
            + (text.IsEmpty ? 0 : WireWriter.SizeOfBytes(ChatMessage.TextFieldNumber, text.Length))
            + WireWriter.SizeOf(ChatMessage.TimestampFieldNumber, @event.Time.ToUnixTimeSeconds())
        : 0;

    public void Write(string room, RoomEvent @event, Span<byte> destination)
    {
        FramePrefix.Write(destination, destination.Length - FramePrefix.Bytes);
        var writer = new WireWriter(destination[FramePrefix.Bytes..]);
        writer.Write(ChatMessage.UserIdFieldNumber, @event.User);
        if (MessageContent.TryRead(@event.Content.Span, out var text) && !text.IsEmpty)
        {
            writer.Write(ChatMessage.TextFieldNumber, text);
        }

        writer.Write(ChatMessage.TimestampFieldNumber, @event.Time.ToUnixTimeSeconds());
    }
}
