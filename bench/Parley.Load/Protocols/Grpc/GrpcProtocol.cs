using System.Net;
using Parley.Load.Sockets;

namespace Parley.Load.Protocols.Grpc;

/// <summary>The Chat contract, <c>chat.ChatService/JoinChat</c>, over HTTP/2.</summary>
internal sealed class GrpcProtocol : IProtocol
{
    private static readonly JoinChatMethod Method = new();

    public string Name => "grpc";

    public bool HasManyStreams => true;

    public bool HasHistory => true;

    public bool HasTls => true;

    public bool AcknowledgesPosts => false;

    public void Prepare(EpollLoop loop, IPEndPoint server)
    {
    }

    public IChatConnection Connect(EpollLoop loop, IPEndPoint server) =>
        loop.Connect(server, link => new GrpcConnection(link, server.ToString(), Method));
}
