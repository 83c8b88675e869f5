using Parley.Protocol;
using Parley.Rooms;

namespace Parley.Server.Contracts.Http;

/// <summary>A request is refused with a status that says more than its code.</summary>
/// <param name="status">The status, such as 415.</param>
/// <param name="reason">Why, and what to do about it, for people.</param>
/// <param name="code">The code.</param>
internal sealed class HttpRefusedException(int status, string reason, ParleyCode code = ParleyCode.Invalid) : Exception(reason)
{
    /// <summary>The status.</summary>
    public int Status => status;

    /// <summary>The code and the reason.</summary>
    public Rejection Rejection { get; } = new(code, reason);
}
