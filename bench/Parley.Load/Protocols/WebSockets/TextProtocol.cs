using System.Net;
using Parley.Load.Sockets;

namespace Parley.Load.Protocols.WebSockets;

/// <summary>A typical Node.js server with the library ws.</summary>
internal sealed class TextProtocol : IProtocol
{
    public string Name => "ws";

    public bool HasManyStreams => false;

    public bool HasHistory => false;

    public bool AcknowledgesPosts => false;

    public void Prepare(EpollLoop loop, IPEndPoint server)
    {
    }

    public IChatConnection Connect(EpollLoop loop, IPEndPoint server) =>
        loop.Connect(server, link => new TextConnection(link, server.ToString()));
}
