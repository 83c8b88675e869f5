using System.Globalization;
using Grpc.Core;
using Parley.Protocol;
using Parley.Rooms;

namespace Parley.Server.Transports.Grpc;

/// <summary>The gRPC status of each code.</summary>
internal static class GrpcStatuses
{
    /// <summary>The trailer that carries the code of a failed unary call.</summary>
    public const string CodeTrailer = "parley-code";

    /// <summary>The trailer that carries the room's head if a command expected another.</summary>
    public const string HeadTrailer = "parley-head-sequence";

    /// <summary>What a stream ends with when its client's deadline has passed.</summary>
    public static Status PastDeadline { get; } = new(StatusCode.DeadlineExceeded, "The client's deadline has passed.");

    public static StatusCode ToStatusCode(this ParleyCode code) => code switch
    {
        ParleyCode.Unavailable or ParleyCode.ShuttingDown => StatusCode.Unavailable,
        ParleyCode.StorageFull or ParleyCode.Overloaded => StatusCode.ResourceExhausted,
        ParleyCode.TimedOut => StatusCode.DeadlineExceeded,
        ParleyCode.VersionUnsupported => StatusCode.FailedPrecondition,
        ParleyCode.CommandIdReused => StatusCode.AlreadyExists,
        ParleyCode.SequenceMoved => StatusCode.Aborted,
        ParleyCode.KindMismatch or ParleyCode.KindUnknown => StatusCode.FailedPrecondition,
        ParleyCode.BelowFloor => StatusCode.OutOfRange,
        ParleyCode.Damaged => StatusCode.DataLoss,
        ParleyCode.Forbidden => StatusCode.PermissionDenied,
        _ => StatusCode.InvalidArgument,
    };

    public static Status ToStatus(this Farewell farewell) => farewell switch
    {
        { Code: ParleyCode.Unspecified, IsBroken: true } => new Status(StatusCode.Cancelled, farewell.Reason),
        { Code: ParleyCode.Unspecified } => Status.DefaultSuccess,
        _ => new Status(farewell.Code.ToStatusCode(), farewell.Reason),
    };

    /// <summary>The exception that fails a unary call with this code.</summary>
    public static RpcException ToException(this ParleyCode code, string reason) => new Rejection(code, reason).ToException();

    /// <summary>The exception that fails a unary call whose command was refused.</summary>
    public static RpcException ToException(this Rejection rejection)
    {
        var trailers = new Metadata { { CodeTrailer, ((int)rejection.Code).ToString(CultureInfo.InvariantCulture) } };
        if (rejection.Code == ParleyCode.SequenceMoved)
        {
            trailers.Add(HeadTrailer, rejection.Head.ToString(CultureInfo.InvariantCulture));
        }

        return new RpcException(new Status(rejection.Code.ToStatusCode(), rejection.Reason), trailers);
    }
}
