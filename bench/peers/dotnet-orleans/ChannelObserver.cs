using System.Threading.Channels;
using Parley.Protocol.Chat;

namespace Parley.Peers.Orleans;

/// <summary>
/// Puts what is heard where its stream's sending loop finds it. Orleans queues without end for an observer that waits, so
/// that a stream this far behind is cut off instead.
/// </summary>
internal sealed class ChannelObserver(Action cutOff) : IRoomObserver
{
    private const int QueueSize = 10_000;

    private readonly Channel<ChatMessage> _messages = Channel.CreateBounded<ChatMessage>(QueueSize);

    public ChannelReader<ChatMessage> Messages => _messages.Reader;

    public Task Heard(RoomMessage message)
    {
        var said = new ChatMessage { UserId = message.User, Text = message.Text, Timestamp = message.Timestamp };
        if (!_messages.Writer.TryWrite(said))
        {
            cutOff();
        }

        return Task.CompletedTask;
    }

    public Task Left()
    {
        _messages.Writer.TryComplete();
        return Task.CompletedTask;
    }
}
