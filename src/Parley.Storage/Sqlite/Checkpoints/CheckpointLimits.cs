namespace Parley.Storage.Sqlite.Checkpoints;

/// <summary>How long the write-ahead log may get, in its pages of 4 KiB.</summary>
/// <param name="MinStartPages">No checkpoint starts before this length. Default 1,024: 4 MiB.</param>
/// <param name="MaxStartPages">A checkpoint starts at this length at the latest, however large commits are. Default 16,384: 64 MiB.</param>
/// <param name="MaxPages">
/// From this length on, the writer waits and moves the remaining pages itself, unless a reader was in the way. Default 65,536: 256 MiB.
/// </param>
internal sealed record CheckpointLimits(int MinStartPages = 1_024, int MaxStartPages = 16_384, int MaxPages = 65_536)
{
    /// <summary>Bytes that a page takes in the write-ahead log, including SQLite's header.</summary>
    public const int PageBytes = 4_096 + 24;

    /// <summary>Length of the write-ahead log at <see cref="MaxPages"/>, in bytes.</summary>
    public long MaxBytes => (long)MaxPages * PageBytes;
}
