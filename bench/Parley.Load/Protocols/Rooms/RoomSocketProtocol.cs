using System.Net;
using Parley.Load.Sockets;

namespace Parley.Load.Protocols.Rooms;

/// <summary>The Room contract over WebSockets, <c>/v1/connect</c> on the web port. A connection is a session in one room.</summary>
internal sealed class RoomSocketProtocol : IProtocol
{
    public string Name => "websocket";

    public bool HasManyStreams => false;

    public bool HasHistory => true;

    public bool AcknowledgesPosts => true;

    public void Prepare(EpollLoop loop, IPEndPoint server)
    {
    }

    public IChatConnection Connect(EpollLoop loop, IPEndPoint server) =>
        loop.Connect(server, link => new SessionSocket(link, server.ToString()));
}
