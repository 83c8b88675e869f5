using Parley.Protocol;

namespace Parley.Server.Transports;

/// <summary>How a session ends.</summary>
/// <param name="Code">The code of the <c>GoAway</c>; <see cref="ParleyCode.Unspecified"/> if the client left or is gone.</param>
/// <param name="Reason">Why the session ends, and what the client can do.</param>
/// <param name="IsBroken">True if the user may return soon, and stays a member for the grace period.</param>
public sealed record Farewell(ParleyCode Code, string Reason, bool IsBroken)
{
    /// <summary>The client left.</summary>
    public static Farewell ByClient { get; } = new(ParleyCode.Unspecified, "", IsBroken: false);

    /// <summary>The client is gone without having left.</summary>
    public static Farewell Gone { get; } = new(ParleyCode.Unspecified, "The client is gone.", IsBroken: true);

    /// <summary>The server is shutting down.</summary>
    public static Farewell ShuttingDown { get; } =
        new(ParleyCode.ShuttingDown, "The server is shutting down. Connect again in a moment.", IsBroken: true);

    /// <summary>True if the client still receives what was accepted before the session ended.</summary>
    public bool IsOrderly => this is { Code: ParleyCode.Unspecified, IsBroken: false } or { Code: ParleyCode.ShuttingDown };
}
