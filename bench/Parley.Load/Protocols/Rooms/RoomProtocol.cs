using System.Net;
using Parley.Load.Protocols.Grpc;
using Parley.Load.Sockets;

namespace Parley.Load.Protocols.Rooms;

/// <summary>The Room contract, <c>parley.v1.RoomService/Connect</c>, over HTTP/2. A stream is a session in one room.</summary>
internal sealed class RoomProtocol : IProtocol
{
    private static readonly ConnectMethod Method = new();

    public string Name => "session";

    public bool HasManyStreams => true;

    public bool HasHistory => true;

    public bool HasTls => true;

    public bool AcknowledgesPosts => true;

    public void Prepare(EpollLoop loop, IPEndPoint server)
    {
    }

    public IChatConnection Connect(EpollLoop loop, IPEndPoint server) =>
        loop.Connect(server, link => new GrpcConnection(link, server.ToString(), Method));
}
