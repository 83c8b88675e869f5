using System.Text;
using Microsoft.Data.Sqlite;
using Parley.Rooms;
using Parley.Storage.Sqlite.Files;
using SQLitePCL;

namespace Parley.Storage.Sqlite.Reading;

/// <summary>
/// A row of the table of events, until the reader moves on. Each column is read once, with SQLite's own functions: calls into SQLite are
/// most of what a reader that catches up costs, and the table is STRICT.
/// </summary>
internal readonly ref struct EventRow
{
    /// <summary>The columns to select.</summary>
    public const string Columns = "id, user, time, content, command, checksum";

    private readonly ReadOnlySpan<byte> _user;
    private readonly ReadOnlySpan<byte> _command;
    private readonly long _time;
    private readonly bool _hasCommand;
    private readonly long _checksum;

    public EventRow(SqliteDataReader row)
    {
        var columns = row.Handle!;
        Id = raw.sqlite3_column_int64(columns, 0);

        // Texts as bytes, because SQLite's function for texts ends at the first NUL.
        _user = raw.sqlite3_column_blob(columns, 1);
        _time = raw.sqlite3_column_int64(columns, 2);
        Content = raw.sqlite3_column_blob(columns, 3);
        _command = raw.sqlite3_column_blob(columns, 4);
        _hasCommand = !_command.IsEmpty || raw.sqlite3_column_type(columns, 4) != raw.SQLITE_NULL;
        _checksum = raw.sqlite3_column_int64(columns, 5);
        HasChecksum = _checksum != 0 || raw.sqlite3_column_type(columns, 5) != raw.SQLITE_NULL;
    }

    /// <summary>The key.</summary>
    public long Id { get; }

    /// <summary>The encoded content.</summary>
    public ReadOnlySpan<byte> Content { get; }

    /// <summary>False if an earlier schema wrote the event.</summary>
    public bool HasChecksum { get; }

    /// <summary>True if the event has changed since it was written.</summary>
    public bool IsDamaged
    {
        get
        {
            if (!HasChecksum)
            {
                return false;
            }

            var checksum = new EventChecksum(Id, _time);
            checksum.Add(_user);
            if (_hasCommand)
            {
                checksum.Add(_command);
            }

            checksum.Add(Content);
            return checksum.Value != _checksum;
        }
    }

    public RoomEvent ToEvent() => new(
        EventId.Sequence(Id),
        Encoding.UTF8.GetString(_user),
        DateTimeOffset.FromUnixTimeMilliseconds(_time),
        Content.ToArray(),
        _hasCommand ? Encoding.UTF8.GetString(_command) : null);
}
