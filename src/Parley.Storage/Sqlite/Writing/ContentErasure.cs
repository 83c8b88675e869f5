using Microsoft.Data.Sqlite;
using Parley.Rooms.Contents;
using Parley.Storage.Sqlite.Files;

namespace Parley.Storage.Sqlite.Writing;

/// <summary>Erases contents in place. The connection overwrites deleted bytes (SQLite's <c>secure_delete</c>).</summary>
internal static class ContentErasure
{
    /// <summary>Erases contents of one room, in the connection's transaction. Events that are not there are left out.</summary>
    /// <param name="connection">The log.</param>
    /// <param name="room">The number of the room.</param>
    /// <param name="erasure">Which events.</param>
    public static void Run(SqliteConnection connection, long room, ErasureContent erasure)
    {
        using var command = connection.Prepare(
            $"""
            UPDATE events SET type = $erased, content = $content, checksum = {EventChecksum.Sql("$content")}
            WHERE id = $id AND type NOT IN ($created, $erasure)
            """,
            ("$id", 0L),
            ("$erased", (int)ContentType.Erased),
            ("$created", (int)ContentType.Created),
            ("$erasure", (int)ContentType.Erasure),
            ("$content", ErasedContent.Encoded.ToArray()));
        foreach (var sequence in erasure.Sequences.Where(sequence => sequence <= EventId.MaxSequence))
        {
            command.Parameters["$id"].Value = EventId.Of(room, sequence);
            command.ExecuteNonQuery();
        }
    }
}
