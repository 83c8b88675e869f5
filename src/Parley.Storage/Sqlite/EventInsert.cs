using Microsoft.Data.Sqlite;
using Parley.Rooms;

namespace Parley.Storage.Sqlite;

/// <summary>
/// Inserts events, many in one statement: within a statement SQLite goes on where it inserted last, while each new one looks for
/// the place from the roots of the table and its index. Nothing is allocated for an event, where a command of Microsoft.Data.Sqlite allocates
/// about 900 bytes.
/// </summary>
internal sealed class EventInsert(SqliteConnection connection) : IDisposable
{
    // The last inserts one, so that any number of events can be made up of them.
    private readonly InsertStatement[] _statements = [new(connection, 16), new(connection, 4), new(connection, 1)];

    /// <summary>Inserts events, in the transaction of the connection.</summary>
    /// <param name="room">The id of the room's row.</param>
    /// <param name="events">The events.</param>
    /// <returns>False if the room has an event of one of the commands already; then some may have been inserted.</returns>
    /// <exception cref="SqliteException">Not all were inserted.</exception>
    public bool TryRun(long room, IReadOnlyList<RoomEvent> events)
    {
        var done = 0;
        foreach (var statement in _statements)
        {
            for (; events.Count - done >= statement.Events; done += statement.Events)
            {
                if (!statement.TryRun(room, events, done))
                {
                    return false;
                }
            }
        }

        return true;
    }

    public void Dispose()
    {
        foreach (var statement in _statements)
        {
            statement.Dispose();
        }
    }
}
