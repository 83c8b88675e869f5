using Grpc.Core;
using Parley.Protocol;
using Parley.Protocol.V1;

namespace Parley.Server.Sessions;

/// <summary>What a refusal is called on the wire.</summary>
internal static class Refusals
{
    /// <summary>How long a client should wait before it tries again what may succeed later.</summary>
    public const int RetryMilliseconds = 1_000;

    /// <summary>The trailer that carries the code of a failed unary call.</summary>
    public const string Trailer = "parley-code";

    public static Code ToCode(this ParleyCode code) => code switch
    {
        ParleyCode.TextTooLong => Code.TextTooLong,
        ParleyCode.CommandIdInvalid => Code.CommandIdInvalid,
        ParleyCode.CommandIdReused => Code.CommandIdReused,
        ParleyCode.Unavailable => Code.Unavailable,
        ParleyCode.StorageFull => Code.StorageFull,
        ParleyCode.Overloaded => Code.Overloaded,
        _ => Code.Invalid,
    };

    /// <summary>Milliseconds after which trying again may help; 0 if it will not.</summary>
    public static int RetryAfter(this Code code) =>
        code is Code.Unavailable or Code.StorageFull or Code.Overloaded or Code.ShuttingDown or Code.TimedOut ? RetryMilliseconds : 0;

    /// <summary>The gRPC status for a code.</summary>
    public static StatusCode ToStatusCode(this Code code) => code switch
    {
        Code.Unavailable or Code.ShuttingDown => StatusCode.Unavailable,
        Code.StorageFull or Code.Overloaded => StatusCode.ResourceExhausted,
        Code.TimedOut => StatusCode.DeadlineExceeded,
        Code.VersionUnsupported => StatusCode.FailedPrecondition,
        Code.CommandIdReused => StatusCode.AlreadyExists,
        _ => StatusCode.InvalidArgument,
    };

    /// <summary>The failure of a unary call.</summary>
    public static RpcException ToException(this Code code, string reason) =>
        new(new Status(code.ToStatusCode(), reason), new Metadata { { Trailer, ((int)code).ToString(System.Globalization.CultureInfo.InvariantCulture) } });
}
