using Grpc.Core;
using Parley.Protocol.V1;

namespace Parley.Client.Connections;

/// <summary>What codes and statuses mean for a client; the codes' own words are in the contract.</summary>
internal static class Codes
{
    /// <summary>The same command, sent again, may be accepted.</summary>
    public static bool IsPassing(this Code code) => code is Code.Unavailable or Code.Overloaded or Code.StorageFull;

    /// <summary>Worth trying again by the client itself, without anybody doing something first.</summary>
    public static bool IsWorthRetrying(this Code code) => code is Code.Unavailable or Code.Overloaded;

    /// <summary>A connection refused with this status is refused again.</summary>
    public static bool IsFinal(this StatusCode status) =>
        status is StatusCode.Unimplemented or StatusCode.Unauthenticated or StatusCode.PermissionDenied;

    /// <summary>A time in the contract's milliseconds, of which 0 means none.</summary>
    public static TimeSpan? ToRetryAfter(long milliseconds) => milliseconds > 0 ? TimeSpan.FromMilliseconds(milliseconds) : null;

    public static ParleyException ToException(this Rejected rejected) =>
        new(rejected.Code, rejected.Reason, ToRetryAfter(rejected.RetryAfterMs));
}
