using System.Net;
using Parley.Load.Sockets;

namespace Parley.Load.Protocols.Nats;

/// <summary>Core NATS, which stores nothing.</summary>
internal sealed class NatsProtocol : IProtocol
{
    public string Name => "nats";

    public bool HasManyStreams => true;

    public bool HasHistory => false;

    public bool AcknowledgesPosts => false;

    public void Prepare(EpollLoop loop, IPEndPoint server)
    {
    }

    public IChatConnection Connect(EpollLoop loop, IPEndPoint server) =>
        loop.Connect(server, link => new NatsConnection(
            link, (connection, request, member) => new NatsStream(connection, request.Room, member)));
}
