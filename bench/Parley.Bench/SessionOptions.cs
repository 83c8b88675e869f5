using Parley.Bench.Catalogue;
using Parley.Bench.Planning;
using Parley.Bench.Running;

namespace Parley.Bench;

/// <summary>The options of a session.</summary>
internal sealed record SessionOptions
{
    /// <summary>The root of the repository.</summary>
    public required string Root { get; init; }

    /// <summary>The directory for its files; created if missing.</summary>
    public required string Output { get; init; }

    /// <summary>What can be measured.</summary>
    public Catalog Catalog { get; init; } = Catalog.Default;

    /// <summary>What to measure.</summary>
    public Selection Selection { get; init; } = new();

    /// <summary>Whether to install and build first.</summary>
    public bool Build { get; init; } = true;

    /// <summary>The load generator.</summary>
    public required LoadGenerator Load { get; init; }

    public RunLimits Limits { get; init; } = new();

    /// <summary>The command line, for the report.</summary>
    public required string CommandLine { get; init; }
}
