using Grpc.Core;
using Parley.Protocol.V1;

namespace Parley.Server.Sessions;

/// <summary>How a session ends, once everything it was promised is written.</summary>
/// <param name="Code">Why, for the <c>GoAway</c>; <see cref="Code.Unspecified"/> if the client leaves by itself.</param>
/// <param name="Reason">Why and what to do.</param>
/// <param name="Broken">True if the user may come back soon and stays present for the grace.</param>
internal sealed record Farewell(Code Code, string Reason, bool Broken)
{
    public static readonly Farewell ByClient = new(Code.Unspecified, "", Broken: false);

    public static readonly Farewell Gone = new(Code.Unspecified, "The client is gone.", Broken: true);

    public static readonly Farewell ShuttingDown = new(Code.ShuttingDown, "The server is shutting down. Connect again in a moment.", Broken: true);

    /// <summary>True if the client is still given what was on its way when it left, or was asked to.</summary>
    public bool IsOrderly => this is { Code: Code.Unspecified, Broken: false } or { Code: Code.ShuttingDown };

    /// <summary>Up to where each room is delivered first.</summary>
    public IReadOnlyList<(SessionRoom Room, long Sequence)> Deliver { get; init; } = [];

    /// <summary>The status of the call.</summary>
    public Status Status => this switch
    {
        { Code: Code.Unspecified, Broken: true } => new Status(StatusCode.Cancelled, Reason),
        { Code: Code.Unspecified } => Status.DefaultSuccess,
        _ => new Status(Code.ToStatusCode(), Reason),
    };
}
