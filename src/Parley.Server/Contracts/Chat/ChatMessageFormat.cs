using Parley.Protocol.Chat;
using Parley.Rooms;
using Parley.Server.Frames;

namespace Parley.Server.Contracts.Chat;

/// <summary>Events as the chat contract's <c>ChatMessage</c>.</summary>
internal sealed class ChatMessageFormat : ProtobufFormat<ChatMessage>
{
    /// <inheritdoc/>
    protected override ChatMessage Create() => new();

    /// <inheritdoc/>
    protected override void Fill(ChatMessage message, string room, RoomEvent @event)
    {
        message.UserId = @event.User;
        message.Text = @event.Text;
        message.Timestamp = @event.Time.ToUnixTimeSeconds();
    }
}
