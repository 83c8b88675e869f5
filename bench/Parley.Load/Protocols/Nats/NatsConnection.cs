using System.Globalization;
using System.Text;
using Parley.Load.Sockets;

namespace Parley.Load.Protocols.Nats;

/// <summary>The client side of the NATS protocol. How a stream joins a room is up to the caller.</summary>
internal sealed class NatsConnection : ILinkUser, IChatConnection
{
    private const int MaxPending = 1 << 18;

    private readonly ILink _link;
    private readonly Func<NatsConnection, JoinRequest, IMember, IChatStream> _join;
    private readonly List<INatsSubscriber> _subscribers = [];
    private readonly Queue<INatsSubscriber> _asked = new();

    public NatsConnection(ILink link, Func<NatsConnection, JoinRequest, IMember, IChatStream> join)
    {
        (_link, _join) = (link, join);
        link.Queue("CONNECT "u8);
        link.Queue("""{"verbose":false,"pedantic":false,"headers":true,"lang":"parley-load","version":"1","protocol":1}"""u8);
        link.Queue("\r\n"u8);
    }

    /// <summary>False while too many bytes wait to be sent.</summary>
    public bool CanPublish => _link.Pending <= MaxPending;

    public IChatStream Join(JoinRequest request, IMember member) => _join(this, request, member);

    public void Pause(bool paused) => _link.Pause(paused);

    public void Close() => _link.Close();

    public void Subscribe(string subject, INatsSubscriber subscriber)
    {
        Write(string.Create(CultureInfo.InvariantCulture, $"SUB {subject} {_subscribers.Count}\r\n"));
        _subscribers.Add(subscriber);
    }

    /// <summary>Calls <see cref="INatsSubscriber.Confirmed"/> once the server has processed everything sent so far.</summary>
    public void Confirm(INatsSubscriber subscriber)
    {
        _asked.Enqueue(subscriber);
        Write("PING\r\n");
    }

    /// <summary>Queues encoded bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes) => _link.Queue(bytes);

    public void Write(string line) => _link.Queue(Encoding.ASCII.GetBytes(line));

    public int Received(ReadOnlySpan<byte> bytes)
    {
        var reader = new NatsReader(bytes);
        while (reader.Read())
        {
            switch (reader.Operation)
            {
                case NatsOperation.Message:
                    _subscribers[reader.Subscription].Received(ref reader, _link.ArrivedAt);
                    break;
                case NatsOperation.Ping:
                    _link.Queue("PONG\r\n"u8);
                    break;
                case NatsOperation.Pong:
                    _asked.Dequeue().Confirmed();
                    break;
                case NatsOperation.Error:
                    throw new LoadException($"NATS: {Encoding.UTF8.GetString(reader.Line)}");
            }
        }

        return reader.Taken(bytes);
    }

    public void Drained()
    {
        foreach (var subscriber in _subscribers)
        {
            subscriber.Drained();
        }
    }

    public void Closed()
    {
        foreach (var subscriber in _subscribers)
        {
            subscriber.Ended();
        }
    }
}
