namespace Parley.Rooms.Kinds;

/// <summary>A room's state at a sequence, kept so that the log need not be read from the start.</summary>
/// <param name="Sequence">The sequence of the last event in the state.</param>
/// <param name="Version">The version of the kind that saved it.</param>
/// <param name="State">The state, in the kind's own form.</param>
public sealed record Snapshot(long Sequence, int Version, ReadOnlyMemory<byte> State)
{
    /// <summary>The largest state that is kept: 64 MiB. A room with a larger one is folded from its log.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>True if a kind can read the snapshot.</summary>
    public bool IsReadableBy(IRoomKind kind) => Version >= kind.MinSnapshotVersion && Version <= kind.Version;
}
