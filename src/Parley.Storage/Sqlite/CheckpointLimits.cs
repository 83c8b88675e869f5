namespace Parley.Storage.Sqlite;

/// <summary>How long the write-ahead log may get, in its pages of 4 KiB.</summary>
/// <param name="Begin">From here on pages are moved into the database, beside the writer. Default 16,384: 64 MiB.</param>
/// <param name="Rest">What remains after that is moved by the writer if it is no more than this. Default 8,192: 32 MiB.</param>
/// <param name="Most">Beyond this the writer waits and moves everything itself. Default 65,536: 256 MiB.</param>
internal sealed record CheckpointLimits(int Begin = 16_384, int Rest = 8_192, int Most = 65_536);
