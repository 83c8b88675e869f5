namespace Parley.Storage.Sqlite;

/// <summary>How long the write-ahead log may get, in its pages of 4 KiB.</summary>
/// <param name="Least">Before this nothing is moved. Default 1,024: 4 MiB.</param>
/// <param name="Enough">From here on pages are moved, however large commits are. Default 16,384: 64 MiB.</param>
/// <param name="Most">Beyond this the writer waits and moves everything itself. Default 65,536: 256 MiB.</param>
internal sealed record CheckpointLimits(int Least = 1_024, int Enough = 16_384, int Most = 65_536);
