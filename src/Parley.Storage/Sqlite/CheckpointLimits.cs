namespace Parley.Storage.Sqlite;

/// <summary>How long the write-ahead log may get, in its pages of 4 KiB.</summary>
/// <param name="Min">Before this nothing is moved. Default 1,024: 4 MiB.</param>
/// <param name="Enough">From here on pages are moved, however large commits are. Default 16,384: 64 MiB.</param>
/// <param name="Max">From here on the writer waits and moves the rest itself, unless a reader was in the way. Default 65,536: 256 MiB.</param>
internal sealed record CheckpointLimits(int Min = 1_024, int Enough = 16_384, int Max = 65_536)
{
    /// <summary>Bytes a page takes in the write-ahead log, with what SQLite writes before it.</summary>
    public const int PageBytes = 4_096 + 24;
}
