using Microsoft.Data.Sqlite;
using Parley.Storage.Sqlite.Files;

namespace Parley.Storage.Sqlite.Verifying;

/// <summary>Every term of a room must be a term of the log, and begin after the one before but not after the room's last event.</summary>
internal static class TermCheck
{
    public static void Run(SqliteConnection connection, ProblemList problems)
    {
        using var command = connection.Prepare(
            """
            SELECT coalesce(name, 'number ' || room), term, room_terms.first,
                coalesce(lag(room_terms.first) OVER (PARTITION BY room ORDER BY term), 0),
                EXISTS (SELECT 1 FROM terms WHERE number = term),
                max(head, (SELECT max(events.id) & $mask FROM events WHERE events.id BETWEEN room << 40 AND (room + 1 << 40) - 1))
            FROM room_terms LEFT JOIN rooms ON rooms.id = room
            """,
            ("$mask", EventId.MaxSequence));
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            var (room, term, first) = (row.GetString(0), row.GetInt64(1), row.GetInt64(2));
            if (!row.GetBoolean(4))
            {
                problems.Add($"room '{room}': term {term} does not exist.");
            }
            else if (first <= row.GetInt64(3))
            {
                problems.Add($"room '{room}': term {term} begins at event {first}, not after event {row.GetInt64(3)} of the term before.");
            }
            else if (!row.IsDBNull(5) && first > row.GetInt64(5))
            {
                problems.Add($"room '{room}': term {term} begins at event {first}, but the last event is {row.GetInt64(5)}.");
            }
        }
    }
}
