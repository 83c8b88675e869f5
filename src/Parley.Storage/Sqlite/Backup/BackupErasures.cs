using Microsoft.Data.Sqlite;
using Parley.Rooms.Contents;
using Parley.Storage.Sqlite.Files;
using Parley.Storage.Sqlite.Writing;

namespace Parley.Storage.Sqlite.Backup;

/// <summary>
/// Repeats erasures in a copy that is being made: the source may erase a content that is copied already. The event that erases is copied
/// later than that, and noticed.
/// </summary>
/// <param name="connection">The new database.</param>
internal sealed class BackupErasures(SqliteConnection connection)
{
    /// <summary>Notices from now on which copied events erase others.</summary>
    public void Begin() => connection.Execute(
        $"""
        CREATE TEMP TABLE erasures (id INTEGER PRIMARY KEY, content BLOB NOT NULL) STRICT;
        CREATE TEMP TRIGGER erasure_copied AFTER INSERT ON main.events WHEN NEW.type = {(int)ContentType.Erasure} BEGIN
            INSERT INTO erasures (id, content) VALUES (NEW.id, NEW.content);
        END;
        """);

    /// <summary>Erases in the copy what the copied events erase.</summary>
    public void Repeat()
    {
        using var command = connection.Prepare("SELECT id, content FROM erasures");
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            if (ErasureContent.TryDecode(row.GetFieldValue<byte[]>(1), out var erasure))
            {
                ContentErasure.Run(connection, EventId.Room(row.GetInt64(0)), erasure);
            }
        }
    }
}
