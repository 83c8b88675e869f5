using System.Globalization;
using Grpc.Core;
using Parley.Protocol;

namespace Parley.Server.Transports.Grpc;

/// <summary>The gRPC status of each code.</summary>
internal static class GrpcStatuses
{
    /// <summary>The trailer that carries the code of a failed unary call.</summary>
    public const string CodeTrailer = "parley-code";

    public static StatusCode ToStatusCode(this ParleyCode code) => code switch
    {
        ParleyCode.Unavailable or ParleyCode.ShuttingDown => StatusCode.Unavailable,
        ParleyCode.StorageFull or ParleyCode.Overloaded => StatusCode.ResourceExhausted,
        ParleyCode.TimedOut => StatusCode.DeadlineExceeded,
        ParleyCode.VersionUnsupported => StatusCode.FailedPrecondition,
        ParleyCode.CommandIdReused => StatusCode.AlreadyExists,
        _ => StatusCode.InvalidArgument,
    };

    public static Status ToStatus(this Farewell farewell) => farewell switch
    {
        { Code: ParleyCode.Unspecified, IsBroken: true } => new Status(StatusCode.Cancelled, farewell.Reason),
        { Code: ParleyCode.Unspecified } => Status.DefaultSuccess,
        _ => new Status(farewell.Code.ToStatusCode(), farewell.Reason),
    };

    /// <summary>The exception that fails a unary call with this code.</summary>
    public static RpcException ToException(this ParleyCode code, string reason) => new(
        new Status(code.ToStatusCode(), reason), new Metadata { { CodeTrailer, ((int)code).ToString(CultureInfo.InvariantCulture) } });
}
