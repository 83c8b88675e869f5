using Parley.Bench.Catalogue.Workloads;

namespace Parley.Bench.Catalogue.Contenders;

/// <summary>A server that can be measured: Parley or a peer.</summary>
internal sealed record Contender
{
    /// <summary>The name on the command line and in results.</summary>
    public required string Name { get; init; }

    /// <summary>The name in tables.</summary>
    public required string Title { get; init; }

    /// <summary>The protocol the load generator speaks with it.</summary>
    public required string Protocol { get; init; }

    /// <summary>The directory of its source, in which its programs run, relative to the repository's root.</summary>
    public required string Directory { get; init; }

    /// <summary>The programs that build it, in order.</summary>
    public IReadOnlyList<Launch> Build { get; init; } = [];

    /// <summary>The program that starts it.</summary>
    public required Launch Start { get; init; }

    /// <summary>The text before the port in the line it prints once it listens.</summary>
    public string Ready { get; init; } = "listening on 127.0.0.1:";

    /// <summary>Further arguments for TLS; <c>{certificate}</c> and <c>{key}</c> stand for the two PEM files.</summary>
    public IReadOnlyList<string> StartTls { get; init; } = [];

    /// <summary><see cref="Ready"/> with TLS; null if it is the same.</summary>
    public string? ReadyTls { get; init; }

    /// <summary>The program that prints its version in the first line; null if there is none.</summary>
    public Launch? Version { get; init; }

    public required Ability Abilities { get; init; }

    /// <summary>The contender that is the same server in another contract; null if this is a server of its own.</summary>
    public string? SameServerAs { get; init; }

    /// <summary>Streams it can serve at once in a reasonable amount of memory. Default: no limit.</summary>
    public int MaxStreams { get; init; } = int.MaxValue;

    public required Guarantees Guarantees { get; init; }

    /// <summary>The same server, started with TLS.</summary>
    public Contender WithTls(TlsFiles files) => this with
    {
        Start = Start with { Arguments = [.. Start.Arguments, .. StartTls.Select(files.FillIn)] },
        Ready = ReadyTls ?? Ready,
    };

    /// <summary>The reason why it cannot run a workload; null if it can.</summary>
    public string? ExclusionReason(Workload workload)
    {
        var missing = workload.Requires & ~Abilities;
        return missing != Ability.None ? $"cannot: {missing}"
            : workload.Streams > MaxStreams ? $"serves {MaxStreams:N0} streams, the workload has {workload.Streams:N0}"
            : null;
    }
}
