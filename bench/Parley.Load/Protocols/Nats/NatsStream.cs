namespace Parley.Load.Protocols.Nats;

/// <summary>A member of a room in core NATS. A room is a subject.</summary>
internal sealed class NatsStream : IChatStream, INatsSubscriber
{
    private readonly IMember _member;
    private readonly NatsPublisher _publisher;

    public NatsStream(NatsConnection connection, string room, IMember member)
    {
        _member = member;
        _publisher = new NatsPublisher(connection, room, null, member);
        connection.Subscribe(room, this);
        connection.Confirm(this);
    }

    public bool TrySend(ReadOnlySpan<byte> text) => _publisher.TryPublish(text);

    public void Received(ref NatsReader message, long at) => _member.Received(message.Payload, at);

    public void Confirmed() => _member.Joined();

    public void Drained() => _publisher.Unblock();

    public void Ended() => _member.Ended();
}
