using System.Threading.Channels;
using Parley.Protocol.Chat;

namespace Parley.Peers.Orleans;

/// <summary>
/// Queues a room's messages for its stream's sending loop. Orleans queues without limit for an observer that blocks, so a stream that is
/// too far behind is disconnected instead.
/// </summary>
internal sealed class ChannelObserver(Action disconnect) : IRoomObserver
{
    private const int QueueSize = 10_000;

    private readonly Channel<ChatMessage> _messages = Channel.CreateBounded<ChatMessage>(QueueSize);

    public ChannelReader<ChatMessage> Messages => _messages.Reader;

    public Task OnMessage(RoomMessage message)
    {
        var chatMessage = new ChatMessage { UserId = message.User, Text = message.Text, Timestamp = message.Timestamp };
        if (!_messages.Writer.TryWrite(chatMessage))
        {
            disconnect();
        }

        return Task.CompletedTask;
    }

    public Task OnLeft()
    {
        _messages.Writer.TryComplete();
        return Task.CompletedTask;
    }
}
