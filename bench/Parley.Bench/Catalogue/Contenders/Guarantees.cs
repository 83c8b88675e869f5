namespace Parley.Bench.Catalogue.Contenders;

/// <summary>What a server guarantees. Figures mean little without it: a server that guarantees less does less work.</summary>
internal sealed record Guarantees
{
    /// <summary>A message is written to disk.</summary>
    public bool Stored { get; init; }

    /// <summary>A message is synced to disk before anybody sees it and before its sender is answered.</summary>
    public bool Synced { get; init; }

    /// <summary>What acknowledges a message to its sender.</summary>
    public string Acknowledged { get; init; } = "its echo";

    /// <summary>All members of a room see the same order of all messages, not only of each sender's.</summary>
    public bool Ordered { get; init; } = true;

    /// <summary>A reader that stops reading takes only a limited amount of the server's memory.</summary>
    public bool Bounded { get; init; } = true;

    /// <summary>What happens to a reader that stops reading, and to the others.</summary>
    public required string SlowReader { get; init; }

    /// <summary>How long the server holds a message back to gather a batch, and what it sends together without waiting.</summary>
    public required string Batching { get; init; }
}
