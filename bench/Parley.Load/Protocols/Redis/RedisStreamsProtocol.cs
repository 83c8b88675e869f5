using System.Net;
using Parley.Load.Sockets;

namespace Parley.Load.Protocols.Redis;

/// <summary>Redis with a stream for each room.</summary>
internal sealed class RedisStreamsProtocol : IProtocol
{
    public string Name => "redis-streams";

    public bool HasManyStreams => false;

    public bool HasHistory => true;

    public bool AcknowledgesPosts => true;

    public void Prepare(EpollLoop loop, IPEndPoint server)
    {
    }

    public IChatConnection Connect(EpollLoop loop, IPEndPoint server) => new RedisStreamsConnection(loop, server);
}
