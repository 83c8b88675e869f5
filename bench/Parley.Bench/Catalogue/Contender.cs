namespace Parley.Bench.Catalogue;

/// <summary>A server that can be measured: Parley or a peer.</summary>
internal sealed record Contender
{
    /// <summary>The name on the command line and in results.</summary>
    public required string Name { get; init; }

    /// <summary>The name in tables.</summary>
    public required string Title { get; init; }

    /// <summary>What the load generator speaks with it.</summary>
    public required string Protocol { get; init; }

    /// <summary>Where its source is, and where its programs run, seen from the repository's root.</summary>
    public required string Directory { get; init; }

    /// <summary>What builds it.</summary>
    public IReadOnlyList<Launch> Build { get; init; } = [];

    /// <summary>What starts it.</summary>
    public required Launch Start { get; init; }

    /// <summary>What its line says before the port when it is ready.</summary>
    public string Ready { get; init; } = "listening on 127.0.0.1:";

    /// <summary>What is added to <see cref="Start"/> for TLS; <c>{certificate}</c> and <c>{key}</c> stand for the two files in PEM.</summary>
    public IReadOnlyList<string> StartTls { get; init; } = [];

    /// <summary>What its line says with TLS; null if the same.</summary>
    public string? ReadyTls { get; init; }

    /// <summary>Prints its version; the first line counts.</summary>
    public Launch? Version { get; init; }

    public required Ability Abilities { get; init; }

    /// <summary>The contender that is the same server, spoken to in another way; null for a server of its own.</summary>
    public string? SameServerAs { get; init; }

    /// <summary>Streams it can serve at once in reasonable memory.</summary>
    public int MaxStreams { get; init; } = int.MaxValue;

    public required Guarantees Guarantees { get; init; }

    /// <summary>The same server, as it is started with TLS.</summary>
    public Contender WithTls(TlsFiles files) => this with
    {
        Start = Start with { Arguments = [.. Start.Arguments, .. StartTls.Select(files.FillIn)] },
        Ready = ReadyTls ?? Ready,
    };

    /// <summary>Why it cannot run a workload; null if it can.</summary>
    public string? Refuses(Workload workload)
    {
        var missing = workload.Requires & ~Abilities;
        return missing != Ability.None ? $"cannot: {missing}"
            : workload.Streams > MaxStreams ? $"serves {MaxStreams:N0} streams, the workload has {workload.Streams:N0}"
            : null;
    }
}
