namespace Parley.Load.Protocols.Grpc;

/// <summary><c>chat.ChatService/JoinChat</c>: room and history are request headers, and every message is a chat message.</summary>
internal sealed class JoinChatMethod : IGrpcMethod
{
    public byte[] Headers(bool isTls, string authority, JoinRequest request) => HeaderBlock.JoinChat(isTls, authority, request);

    public GrpcStream Open(GrpcConnection connection, int id, long window, JoinRequest request, IMember member) =>
        new JoinChatStream(connection, id, window, request.User, member);
}
