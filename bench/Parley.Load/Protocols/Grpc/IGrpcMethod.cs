namespace Parley.Load.Protocols.Grpc;

/// <summary>The method that the streams of a connection call.</summary>
internal interface IGrpcMethod
{
    /// <summary>The request headers.</summary>
    byte[] Headers(bool isTls, string authority, JoinRequest request);

    GrpcStream Open(GrpcConnection connection, int id, long window, JoinRequest request, IMember member);
}
