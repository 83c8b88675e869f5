using System.Globalization;
using Grpc.Core;
using Parley.Protocol;
using Parley.Protocol.V1;

namespace Parley.Client.Frames;

/// <summary>Maps errors from the wire to the client's own. A code this version does not know keeps its number.</summary>
internal static class ErrorMapper
{
    /// <summary>The trailer that has the code of a failed unary call.</summary>
    private const string CodeTrailer = "parley-code";

    public static ParleyCode ToCode(Code code) => (ParleyCode)code;

    /// <summary>The code of a failed unary call, from its trailer: a number, or a name such as <c>CODE_STORAGE_FULL</c>.</summary>
    public static ParleyCode ToCode(RpcException exception)
    {
        var value = exception.Trailers.GetValue(CodeTrailer);
        if (value is null)
        {
            return exception.StatusCode == StatusCode.Unavailable ? ParleyCode.Unavailable : ParleyCode.Unspecified;
        }

        var name = value.Replace("CODE_", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (ParleyCode)number
            : Enum.TryParse<ParleyCode>(name, ignoreCase: true, out var code) ? code
            : ParleyCode.Unspecified;
    }

    /// <summary>A time in milliseconds, where 0 means none.</summary>
    public static TimeSpan? ToRetryAfter(long milliseconds) => milliseconds > 0 ? TimeSpan.FromMilliseconds(milliseconds) : null;

    public static ParleyException ToException(Rejected rejected) =>
        new(ToCode(rejected.Code), rejected.Reason, ToRetryAfter(rejected.RetryAfterMs));

    public static ParleyException ToException(Left left) => new(ToCode(left.Code), left.Reason);
}
