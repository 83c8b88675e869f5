using Microsoft.Data.Sqlite;
using Parley.Storage.Sqlite.Files;
using SQLitePCL;

namespace Parley.Storage.Sqlite.Checkpoints;

/// <summary>SQLite's functions for the write-ahead log.</summary>
internal static class WriteAheadLog
{
    /// <summary>SQLITE_CHECKPOINT_NOOP: counts pages and moves none.</summary>
    private const int CountOnly = -1;

    /// <summary>SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE.</summary>
    private const int NoCheckpointOnClose = 1006;

    /// <summary>SQLITE_IOERR_TRUNCATE: all pages are moved and synced, but the file keeps its length.</summary>
    private const int NotTruncated = 1546;

    /// <summary>True if a database that nobody has open has a write-ahead log: a process that used it was killed.</summary>
    public static bool IsLeft(string databasePath) =>
        new FileInfo(databasePath + LogFiles.WriteAheadLogSuffix) is { Exists: true, Length: > 0 };

    /// <summary>Counts the pages in the write-ahead log, and those of them that are already moved.</summary>
    public static bool TryCount(SqliteConnection connection, out int pages, out int moved, string schema = "main") =>
        raw.sqlite3_wal_checkpoint_v2(connection.Handle, schema, CountOnly, out pages, out moved) == raw.SQLITE_OK;

    /// <summary>Moves all pages that no reader needs in the write-ahead log.</summary>
    /// <param name="connection">The connection to use.</param>
    /// <param name="failure">SQLite's text if the disk failed; <c>null</c> if it did not, even if no page was moved.</param>
    /// <returns>True if SQLite reported success.</returns>
    public static bool TryMove(SqliteConnection connection, out string? failure) =>
        TryMove(connection, raw.SQLITE_CHECKPOINT_PASSIVE, out failure);

    /// <summary>Moves all pages and empties the write-ahead log, unless a reader is using it.</summary>
    /// <inheritdoc cref="TryMove(SqliteConnection, out string)"/>
    public static bool TryEmpty(SqliteConnection connection, out string? failure) =>
        TryMove(connection, raw.SQLITE_CHECKPOINT_TRUNCATE, out failure);

    /// <summary>Leaves all pages in the write-ahead log when the connection is closed.</summary>
    public static void KeepOnClose(SqliteConnection connection) =>
        _ = raw.sqlite3_db_config(connection.Handle, NoCheckpointOnClose, 1, out _);

    private static bool TryMove(SqliteConnection connection, int mode, out string? failure)
    {
        var outcome = raw.sqlite3_wal_checkpoint_v2(connection.Handle, "main", mode, out _, out _);
        var hasFailed = (outcome & 0xff) is raw.SQLITE_IOERR or raw.SQLITE_CORRUPT && outcome != NotTruncated;
        failure = hasFailed ? raw.sqlite3_errstr(outcome).utf8_to_string() : null;
        return outcome == raw.SQLITE_OK;
    }
}
