namespace Parley.Server.Operations.Operator;

/// <summary>What a running server answers to its operator.</summary>
public sealed record OperatorAnswer
{
    /// <summary>What could not be done and why; <c>null</c> if everything was done.</summary>
    public string? Error { get; init; }

    /// <summary>True if the error is in the command, not in what became of it.</summary>
    public bool IsUsage { get; init; }

    /// <summary>What has become of each content that was to be erased.</summary>
    public IReadOnlyList<ErasedEvent> Outcomes { get; init; } = [];

    /// <summary>How many events were removed.</summary>
    public long Removed { get; init; }

    /// <summary>How many bytes were given back to the disk.</summary>
    public long FreedBytes { get; init; }

    /// <summary>The floor of the trimmed room.</summary>
    public long Floor { get; init; }

    /// <summary>Why the trimmed room keeps more than it was to keep; <c>null</c> if it does not.</summary>
    public string? Kept { get; init; }

    /// <summary>The head of the trimmed room.</summary>
    public long Head { get; init; }

    /// <summary>Those who follow rooms and are furthest behind, beginning with the last.</summary>
    public IReadOnlyList<RoomFollower> Followers { get; init; } = [];

    /// <summary>How many followers there are.</summary>
    public int FollowerCount { get; init; }
}
