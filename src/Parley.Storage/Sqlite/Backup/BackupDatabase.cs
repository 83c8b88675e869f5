using Microsoft.Data.Sqlite;
using Parley.Storage.Sqlite.Files;

namespace Parley.Storage.Sqlite.Backup;

/// <summary>Opens the database of an incomplete backup, with the log attached to it.</summary>
internal static class BackupDatabase
{
    private const int CacheKibibytes = 65_536;

    /// <summary>Opens an empty file for the copy, and the log as <c>source</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="source">The log, as <see cref="ExistingLog.ToUri"/> gives it.</param>
    public static SqliteConnection Open(string path, string source)
    {
        // A URI, so that SQLite also takes the attached path as a URI.
        var connection = LogDatabase.Open($"file:{Uri.EscapeDataString(path)}?mode=rw");
        try
        {
            // An incomplete copy is thrown away, and a complete one is synced before it gets its name.
            LogDatabase.Require(connection, "main.journal_mode = OFF", "main.journal_mode", "off");
            connection.Execute("PRAGMA main.synchronous = OFF");
            LogDatabase.Overwrite(connection, isThorough: true);
            SqliteSchema.Initialize(connection);
            EventChecksum.Register(connection);
            connection.Execute($"PRAGMA main.cache_size = {-CacheKibibytes}");
            connection.Execute("ATTACH $source AS source", ("$source", source));
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
