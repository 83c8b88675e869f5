using System.Net;
using Parley.Load.Sockets;

namespace Parley.Load.Protocols.Redis;

/// <summary>Redis publish and subscribe, which stores nothing.</summary>
internal sealed class RedisProtocol : IProtocol
{
    public string Name => "redis";

    public bool HasManyStreams => false;

    public bool HasHistory => false;

    public bool AcknowledgesPosts => false;

    public void Prepare(EpollLoop loop, IPEndPoint server)
    {
    }

    public IChatConnection Connect(EpollLoop loop, IPEndPoint server) => loop.Connect(server, link => new RedisConnection(link));
}
