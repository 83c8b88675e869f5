using Grpc.Core;

namespace Parley.Reliability.Tests.Crashes;

/// <summary>How the end of a stream shows in the client.</summary>
internal static class StreamEnd
{
    /// <summary>True if a call failed because its stream is over, in whatever way.</summary>
    public static bool IsBehind(Exception exception) => exception is RpcException or IOException or InvalidOperationException;

    /// <summary>The status. The client hands out the bare exception of the connection if that broke while a frame was expected.</summary>
    public static Status Status(Exception exception) => exception switch
    {
        RpcException ended => ended.Status,
        IOException => new Status(StatusCode.Unavailable, exception.Message),
        _ => Grpc.Core.Status.DefaultSuccess,
    };
}
