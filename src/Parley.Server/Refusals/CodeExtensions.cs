using Parley.Protocol;
using Parley.Protocol.V1;

namespace Parley.Server.Refusals;

/// <summary>What a code means on the wire.</summary>
internal static class CodeExtensions
{
    private const int RetryMilliseconds = 1_000;

    public static Code ToWire(this ParleyCode code) => (Code)code;

    /// <summary>Milliseconds after which another attempt may succeed; 0 if none will.</summary>
    public static int RetryAfterMilliseconds(this ParleyCode code) => code switch
    {
        ParleyCode.Unavailable or ParleyCode.StorageFull or ParleyCode.Overloaded => RetryMilliseconds,
        ParleyCode.ShuttingDown or ParleyCode.TimedOut => RetryMilliseconds,
        _ => 0,
    };
}
