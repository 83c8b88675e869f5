using Microsoft.Data.Sqlite;
using Parley.Rooms;

namespace Parley.Storage.Sqlite.Writing;

/// <summary>
/// Inserts events, many in one statement: within a statement SQLite continues where it inserted last, while each new statement searches for
/// the place from the roots of the table and its index. Nothing is allocated for an event; a command of Microsoft.Data.Sqlite would
/// allocate about 900 bytes.
/// </summary>
internal sealed class EventInsert(SqliteConnection connection) : IDisposable
{
    // The last one inserts a single event, so that together they can insert any number of events.
    private readonly InsertStatement[] _statements = [new(connection, 16), new(connection, 4), new(connection, 1)];

    /// <summary>Inserts events in the connection's transaction.</summary>
    /// <param name="room">The id of the room's row.</param>
    /// <param name="events">The events.</param>
    /// <returns>False if the room already has an event of one of the commands; some events may then be inserted.</returns>
    /// <exception cref="SqliteException">Not all events were inserted.</exception>
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
