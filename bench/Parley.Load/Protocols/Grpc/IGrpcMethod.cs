namespace Parley.Load.Protocols.Grpc;

/// <summary>What is called on the streams of a connection.</summary>
internal interface IGrpcMethod
{
    /// <summary>The request's headers.</summary>
    byte[] Headers(bool isTls, string authority, JoinRequest request);

    GrpcStream Open(GrpcConnection connection, int id, long window, JoinRequest request, IMember member);
}
