using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using Parley.Rooms;
using SQLitePCL;

namespace Parley.Storage.Sqlite;

/// <summary>
/// Inserts events with SQLite's own functions. A command of Microsoft.Data.Sqlite allocates about 900 bytes for each event, a box and a
/// binder for each value among them; this allocates nothing.
/// </summary>
internal sealed class EventInsert : IDisposable
{
    private const long Message = 1;
    private const int SmallestBuffer = 1_024;

    /// <summary>SQLITE_CONSTRAINT_UNIQUE: the index of commands. The primary key has a code of its own.</summary>
    private const int UniqueIndexViolated = 2067;

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public EventInsert(SqliteConnection connection)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(
            _database,
            "INSERT INTO events (room, sequence, user, time, command, type, content) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            out _statement));
        Check(raw.sqlite3_bind_int64(_statement, 6, Message));
    }

    /// <summary>Inserts an event, in the transaction of the connection.</summary>
    /// <param name="room">The id of the room's row.</param>
    /// <param name="event">The event.</param>
    /// <returns>False if the room has an event of the same command already; then it was not inserted.</returns>
    /// <exception cref="SqliteException">It was not inserted.</exception>
    public bool TryRun(long room, Event @event)
    {
        Check(raw.sqlite3_bind_int64(_statement, 1, room));
        Check(raw.sqlite3_bind_int64(_statement, 2, @event.Sequence));
        Bind(3, @event.User);
        Check(raw.sqlite3_bind_int64(_statement, 4, @event.Time.ToUnixTimeMilliseconds()));
        Bind(5, @event.CommandId);
        Bind(7, @event.Text);
        var outcome = raw.sqlite3_step(_statement);

        // The error's text is the connection's, and gone once anything else succeeds.
        if (outcome != raw.SQLITE_DONE)
        {
            try
            {
                if (raw.sqlite3_extended_errcode(_database) == UniqueIndexViolated)
                {
                    return false;
                }

                Check(outcome);
            }
            finally
            {
                _ = raw.sqlite3_reset(_statement);
            }
        }

        Check(raw.sqlite3_reset(_statement));
        return true;
    }

    public void Dispose() => _statement.Dispose();

    // SQLite copies what is bound.
    private void Bind(int index, string? value)
    {
        if (value is null)
        {
            Check(raw.sqlite3_bind_null(_statement, index));
            return;
        }

        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        var rented = most > SmallestBuffer ? ArrayPool<byte>.Shared.Rent(most) : null;
        var buffer = rented ?? stackalloc byte[SmallestBuffer];
        Check(raw.sqlite3_bind_text(_statement, index, buffer[..Encoding.UTF8.GetBytes(value, buffer)]));
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private void Check(int outcome) => SqliteException.ThrowExceptionForRC(outcome, _database);
}
