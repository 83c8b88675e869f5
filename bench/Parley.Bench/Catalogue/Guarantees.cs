namespace Parley.Bench.Catalogue;

/// <summary>What a server promises for the work it does: figures without it compare unlike things.</summary>
internal sealed record Guarantees
{
    /// <summary>A message is written to disk.</summary>
    public bool Stored { get; init; }

    /// <summary>It is synced to disk before anybody sees it or the sender is told that it is stored.</summary>
    public bool Synced { get; init; }

    /// <summary>How a sender learns that its message was taken.</summary>
    public string Acknowledged { get; init; } = "its echo";

    /// <summary>Everybody in a room sees the same order, and not only that of each sender.</summary>
    public bool Ordered { get; init; } = true;

    /// <summary>A reader that stops reading costs a limited amount of memory.</summary>
    public bool Bounded { get; init; } = true;

    /// <summary>What happens to the others, and to itself, when a reader stops reading.</summary>
    public required string SlowReader { get; init; }

    /// <summary>How long a message is held back so that others can join it, and what goes together without that.</summary>
    public required string Batching { get; init; }
}
