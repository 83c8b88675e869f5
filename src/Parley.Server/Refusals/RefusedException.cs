using Parley.Protocol;
using Parley.Rooms;

namespace Parley.Server.Refusals;

/// <summary>A request is refused. Each way to the server answers it in its own form.</summary>
/// <param name="rejection">The code, and the reason for people.</param>
internal sealed class RefusedException(Rejection rejection) : Exception(rejection.Reason)
{
    /// <summary>A request is refused with this code.</summary>
    public RefusedException(ParleyCode code, string reason)
        : this(new Rejection(code, reason))
    {
    }

    /// <summary>The code, and the reason for people.</summary>
    public Rejection Rejection => rejection;
}
