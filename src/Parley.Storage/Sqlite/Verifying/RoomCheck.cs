using Microsoft.Data.Sqlite;
using Parley.Storage.Sqlite.Files;

namespace Parley.Storage.Sqlite.Verifying;

/// <summary>Every room must have events, unless all that it had were removed.</summary>
internal static class RoomCheck
{
    public static void Run(SqliteConnection connection, ProblemList problems)
    {
        using var command = connection.Prepare(
            """
            SELECT name FROM rooms
            WHERE (first = 1 OR first <> head + 1)
              AND NOT EXISTS (SELECT 1 FROM events WHERE events.id BETWEEN rooms.id << 40 AND (rooms.id + 1 << 40) - 1)
            ORDER BY name
            """);
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            problems.Add($"room '{row.GetString(0)}': has no events.");
        }
    }
}
