using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using Parley.Rooms;
using Parley.Rooms.Contents;
using Parley.Storage.Sqlite.Files;
using SQLitePCL;

namespace Parley.Storage.Sqlite.Writing;

/// <summary>A statement that inserts a fixed number of events at once, with SQLite's own functions.</summary>
internal sealed class InsertStatement : IDisposable
{
    private const string Row = "(?, ?, ?, ?, ?, ?, ?)";
    private const int ValuesInRow = 7;
    private const int StackBufferBytes = 1_024;

    /// <summary>SQLITE_CONSTRAINT_UNIQUE: the index of commands. A violated primary key has a code of its own.</summary>
    private const int UniqueIndexViolated = 2067;

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public InsertStatement(SqliteConnection connection, int events)
    {
        (_database, Events) = (connection.Handle!, events);
        var rows = string.Join(", ", Enumerable.Repeat(Row, events));

        // FAIL, because ABORT promises to undo the rows before the one that violates a constraint: SQLite would copy every page before it
        // changes it, into a temporary file, and posts to many rooms would cost a fifth more CPU.
        Check(raw.sqlite3_prepare_v2(
            _database, $"INSERT OR FAIL INTO events (id, user, time, command, type, content, checksum) VALUES {rows}", out _statement));
    }

    /// <summary>How many events the statement inserts.</summary>
    public int Events { get; }

    /// <summary>Inserts <see cref="Events"/> events.</summary>
    /// <param name="room">The id of the room's row.</param>
    /// <param name="events">A list that contains the events.</param>
    /// <param name="first">Index of the first event to insert.</param>
    /// <returns>False if the room already has an event of one of the commands; some events may then be inserted.</returns>
    /// <exception cref="SqliteException">Not all events were inserted.</exception>
    public bool TryRun(long room, IReadOnlyList<RoomEvent> events, int first)
    {
        for (var i = 0; i < Events; i++)
        {
            Bind(i * ValuesInRow, room, events[first + i]);
        }

        var outcome = raw.sqlite3_step(_statement);

        // The error's text belongs to the connection and is lost once another call succeeds, such as the reset.
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

    private void Bind(int offset, long room, RoomEvent @event)
    {
        var (id, time) = (EventId.Of(room, @event.Sequence), @event.Time.ToUnixTimeMilliseconds());
        var checksum = new EventChecksum(id, time);
        Check(raw.sqlite3_bind_int64(_statement, offset + 1, id));
        Bind(offset + 2, @event.User, ref checksum);
        Check(raw.sqlite3_bind_int64(_statement, offset + 3, time));
        Bind(offset + 4, @event.CommandId, ref checksum);
        Check(raw.sqlite3_bind_int(_statement, offset + 5, (int)ContentTypes.Of(@event.Content.Span)));
        Check(raw.sqlite3_bind_blob(_statement, offset + 6, @event.Content.Span));
        checksum.Add(@event.Content.Span);
        Check(raw.sqlite3_bind_int(_statement, offset + 7, checksum.Value));
    }

    // SQLite copies the bytes that are bound.
    private void Bind(int index, string? value, ref EventChecksum checksum)
    {
        if (value is null)
        {
            Check(raw.sqlite3_bind_null(_statement, index));
            return;
        }

        var maxBytes = Encoding.UTF8.GetMaxByteCount(value.Length);
        var rented = maxBytes > StackBufferBytes ? ArrayPool<byte>.Shared.Rent(maxBytes) : null;
        var buffer = rented ?? stackalloc byte[StackBufferBytes];
        var bytes = buffer[..Encoding.UTF8.GetBytes(value, buffer)];
        Check(raw.sqlite3_bind_text(_statement, index, bytes));
        checksum.Add(bytes);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private void Check(int outcome) => SqliteException.ThrowExceptionForRC(outcome, _database);
}
