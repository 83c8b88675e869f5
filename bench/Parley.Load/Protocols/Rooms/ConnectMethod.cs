using Parley.Load.Protocols.Grpc;

namespace Parley.Load.Protocols.Rooms;

/// <summary><c>parley.v1.RoomService/Connect</c>: everything is in frames, nothing in request headers.</summary>
internal sealed class ConnectMethod : IGrpcMethod
{
    public byte[] Headers(bool isTls, string authority, JoinRequest request) => HeaderBlock.Connect(isTls, authority);

    public GrpcStream Open(GrpcConnection connection, int id, long window, JoinRequest request, IMember member) =>
        new SessionStream(connection, id, window, request, member);
}
