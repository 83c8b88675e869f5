using System.Net;
using Parley.Load.Sockets;

namespace Parley.Load.Protocols.SignalR;

/// <summary>An ASP.NET Core SignalR hub at <c>/chat</c>, over WebSockets without negotiation, in MessagePack.</summary>
internal sealed class SignalRProtocol : IProtocol
{
    public string Name => "signalr";

    public bool HasManyStreams => false;

    public bool HasHistory => false;

    public bool AcknowledgesPosts => false;

    public void Prepare(EpollLoop loop, IPEndPoint server)
    {
    }

    public IChatConnection Connect(EpollLoop loop, IPEndPoint server) =>
        loop.Connect(server, link => new SignalRConnection(link, server.ToString()));
}
