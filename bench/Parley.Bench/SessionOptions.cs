using Parley.Bench.Catalogue;
using Parley.Bench.Planning;
using Parley.Bench.Running;

namespace Parley.Bench;

/// <summary>What a session is told.</summary>
internal sealed record SessionOptions
{
    /// <summary>The repository.</summary>
    public required string Root { get; init; }

    /// <summary>Where its files go; made if missing.</summary>
    public required string Output { get; init; }

    /// <summary>What can be measured.</summary>
    public Catalog Catalog { get; init; } = Catalog.Default;

    /// <summary>What is to be measured.</summary>
    public Selection Selection { get; init; } = new();

    /// <summary>Whether to install and build first.</summary>
    public bool Build { get; init; } = true;

    /// <summary>The load generator.</summary>
    public required LoadGenerator Load { get; init; }

    public RunLimits Limits { get; init; } = new();

    /// <summary>How it was asked for, for the report.</summary>
    public required string CommandLine { get; init; }
}
