using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using Parley.Rooms;
using SQLitePCL;

namespace Parley.Storage.Sqlite;

/// <summary>A statement that inserts so many events at once, with SQLite's own functions.</summary>
internal sealed class InsertStatement : IDisposable
{
    private const string Row = "(?, ?, ?, ?, ?, 1, ?)";
    private const int ValuesInRow = 6;
    private const int SmallestBuffer = 1_024;

    /// <summary>SQLITE_CONSTRAINT_UNIQUE: the index of commands. The primary key has a code of its own.</summary>
    private const int UniqueIndexViolated = 2067;

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public InsertStatement(SqliteConnection connection, int events)
    {
        (_database, Events) = (connection.Handle!, events);
        var rows = string.Join(", ", Enumerable.Repeat(Row, events));
        Check(raw.sqlite3_prepare_v2(
            _database, $"INSERT INTO events (room, sequence, user, time, command, type, content) VALUES {rows}", out _statement));
    }

    /// <summary>How many events it inserts.</summary>
    public int Events { get; }

    /// <summary>Inserts events, all or none.</summary>
    /// <param name="room">The id of the room's row.</param>
    /// <param name="events">Where the events are.</param>
    /// <param name="first">The first of them.</param>
    /// <returns>False if the room has an event of one of the commands already.</returns>
    /// <exception cref="SqliteException">They were not inserted.</exception>
    public bool TryRun(long room, IReadOnlyList<RoomEvent> events, int first)
    {
        for (var i = 0; i < Events; i++)
        {
            Bind(i * ValuesInRow, room, events[first + i]);
        }

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

    private void Bind(int before, long room, RoomEvent @event)
    {
        Check(raw.sqlite3_bind_int64(_statement, before + 1, room));
        Check(raw.sqlite3_bind_int64(_statement, before + 2, @event.Sequence));
        Bind(before + 3, @event.User);
        Check(raw.sqlite3_bind_int64(_statement, before + 4, @event.Time.ToUnixTimeMilliseconds()));
        Bind(before + 5, @event.CommandId);
        Bind(before + 6, @event.Text);
    }

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
