using System.Globalization;

namespace Parley.Load.Protocols.Nats;

/// <summary>A member of a room in JetStream. It reads through a push consumer, or only gets acknowledgements of its posts.</summary>
internal sealed class JetStreamStream : IChatStream, INatsSubscriber
{
    private static int _inboxes;

    private readonly NatsConnection _connection;
    private readonly IMember _member;
    private readonly NatsPublisher _publisher;
    private readonly bool _isReader;
    private bool _ended;

    public JetStreamStream(NatsConnection connection, JoinRequest request, IMember member)
    {
        (_connection, _member, _isReader) = (connection, member, request.IsReader);
        var inbox = NewInbox();
        connection.Subscribe(inbox, this);
        _publisher = new NatsPublisher(connection, JetStream.Subject(request.Room), _isReader ? null : inbox, member);
        if (_isReader)
        {
            var answer = NewInbox();
            _ = new JetStreamRequest(
                connection, answer, JetStream.CreateConsumer(answer, inbox, request.Room, request.History > 0), Created);
        }
        else
        {
            connection.Confirm(this);
        }
    }

    public static string NewInbox() =>
        string.Create(CultureInfo.InvariantCulture, $"_INBOX.{Environment.ProcessId}.{Interlocked.Increment(ref _inboxes)}");

    public bool TrySend(ReadOnlySpan<byte> text) => _publisher.TryPublish(text);

    public void Received(ref NatsReader message, long at)
    {
        if (!message.Headers.IsEmpty)
        {
            AnswerStatus(ref message);
        }
        else if (_isReader)
        {
            _member.Received(message.Payload, at);
        }
        else if (message.Payload.IndexOf("\"seq\""u8) >= 0)
        {
            _member.Acknowledged(at);
        }
        else
        {
            Ended();
        }
    }

    public void Confirmed() => _member.Joined();

    public void Drained() => _publisher.Unblock();

    public void Ended()
    {
        if (!_ended)
        {
            _ended = true;
            _member.Ended();
        }
    }

    private void Created(string answer)
    {
        JetStreamRequest.Expect(answer);
        _member.Joined();
    }

    /// <summary>A flow control message needs an answer; a heartbeat only if the consumer is stalled.</summary>
    private void AnswerStatus(ref NatsReader message)
    {
        var stalled = message.Headers.IndexOf("Nats-Consumer-Stalled:"u8);
        var to = message.Reply;
        if (stalled >= 0)
        {
            to = message.Headers[(stalled + "Nats-Consumer-Stalled:".Length)..].TrimStart((byte)' ');
            to = to[..to.IndexOf((byte)'\r')];
        }

        if (!to.IsEmpty)
        {
            _connection.Write("PUB "u8);
            _connection.Write(to);
            _connection.Write(" 0\r\n\r\n"u8);
        }
    }
}
