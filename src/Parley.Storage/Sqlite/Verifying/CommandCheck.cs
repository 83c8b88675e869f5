using Microsoft.Data.Sqlite;
using Parley.Storage.Sqlite.Files;

namespace Parley.Storage.Sqlite.Verifying;

/// <summary>No command may have become two events.</summary>
internal static class CommandCheck
{
    public static void Run(SqliteConnection connection, ProblemList problems)
    {
        // SQLite reads in the order of the index; if that is missing, it sorts in a temporary file outside the directory.
        using var command = connection.Prepare(
            """
            SELECT coalesce(name, 'number ' || room), user, command, low & $mask, high & $mask, times FROM (
                SELECT id >> 40 AS room, user, command, min(id) AS low, max(id) AS high, count(*) AS times
                FROM events WHERE command IS NOT NULL GROUP BY command, id >> 40, user HAVING count(*) > 1
            ) LEFT JOIN rooms ON rooms.id = room
            """,
            ("$mask", EventId.MaxSequence));
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            problems.Add(
                $"room '{row.GetString(0)}': command '{row.GetString(2)}' of '{row.GetString(1)}' became {row.GetInt64(5)} events, " +
                $"the first is {row.GetInt64(3)}, the last {row.GetInt64(4)}.");
        }
    }
}
