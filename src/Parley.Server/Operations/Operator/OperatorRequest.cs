namespace Parley.Server.Operations.Operator;

/// <summary>What the operator asks of a running server.</summary>
internal sealed record OperatorRequest
{
    /// <summary>The room; empty if the command is about all rooms.</summary>
    public string Room { get; init; } = "";

    /// <summary>The sequences of the events whose contents are to be erased.</summary>
    public IReadOnlyList<long> Sequences { get; init; } = [];

    /// <summary>The author of what the command adds to the log.</summary>
    public string User { get; init; } = "";

    /// <summary>What a trimmed room keeps, such as <c>90d,5000events</c>.</summary>
    public string Keep { get; init; } = "";
}
