using Grpc.Core;

namespace Parley.Reliability.Tests.Crashes;

/// <summary>Recognizes the end of a stream in the exceptions of the gRPC client.</summary>
internal static class StreamEnd
{
    /// <summary>True if a call failed because its stream has ended, no matter how.</summary>
    public static bool IsEnd(Exception exception) => exception is RpcException or IOException or InvalidOperationException;

    /// <summary>
    /// The status of the stream. If the connection broke while a frame was expected, the client throws the connection's bare exception.
    /// </summary>
    public static Status ToStatus(Exception exception) => exception switch
    {
        RpcException ended => ended.Status,
        IOException => new Status(StatusCode.Unavailable, exception.Message),
        _ => Status.DefaultSuccess,
    };
}
