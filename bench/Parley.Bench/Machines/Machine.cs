namespace Parley.Bench.Machines;

/// <summary>The machine on which the figures were measured.</summary>
internal sealed record Machine
{
    public required string Cpu { get; init; }

    public required int Cores { get; init; }

    public required double MemoryGibibytes { get; init; }

    public required string Kernel { get; init; }

    public required string Distribution { get; init; }

    public required string Dotnet { get; init; }

    /// <summary>The file system on which durable servers keep their data.</summary>
    public required string FileSystem { get; init; }

    /// <summary>Milliseconds for one small write and its sync; the median of several.</summary>
    public required double SyncMilliseconds { get; init; }

    /// <summary>The load average of the last minute before the first run.</summary>
    public required double LoadAverage { get; init; }

    /// <summary>The machine's description as rows of a table.</summary>
    public IReadOnlyList<(string Name, string Value)> Rows() =>
    [
        ("CPU", $"{Cpu}, {Cores} core{(Cores == 1 ? "" : "s")}"),
        ("Memory", FormattableString.Invariant($"{MemoryGibibytes:0.#} GiB")),
        ("System", $"{Distribution}, kernel {Kernel}"),
        ("Disk", FormattableString.Invariant($"{FileSystem}; a write of 4 KiB and its sync take {SyncMilliseconds:0.##} ms")),
        (".NET", Dotnet),
        ("Load before the first run", FormattableString.Invariant($"{LoadAverage:0.00}")),
    ];
}
