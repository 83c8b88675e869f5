using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Parley.Storage.Sqlite;

/// <summary>
/// Checks a log that no server is using: the file itself, that every room is numbered 1, 2, 3 … without gaps, that no command became
/// two events, and that every event has a room. Reads only; memory does not grow with the log.
/// </summary>
public sealed class LogVerifier
{
    private const int MaxProblems = 20;

    private readonly SqliteConnection _connection;
    private readonly IProgress<LogProgress>? _progress;
    private readonly CancellationToken _cancellationToken;
    private readonly ProblemList _problems = new(MaxProblems);

    private LogVerifier(SqliteConnection connection, IProgress<LogProgress>? progress, CancellationToken cancellationToken) =>
        (_connection, _progress, _cancellationToken) = (connection, progress, cancellationToken);

    /// <summary>Checks the log of a directory, and keeps servers from starting on it meanwhile.</summary>
    /// <param name="directory">The directory; nothing in it is changed.</param>
    /// <param name="progress">Is told, on the calling thread, how far the check is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LogOpenException">
    /// A server is using the directory, there is no log in it, or the file is unreadable, another program's, or a newer Parley's.
    /// </exception>
    public static LogReport Verify(string directory, IProgress<LogProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        using var hold = ExistingLog.HoldOff(directory);
        using var connection = ExistingLog.Open(directory, isHeldOff: true);
        using var interrupt = cancellationToken.UnsafeRegister(static handle => raw.sqlite3_interrupt((sqlite3)handle!), connection.Handle);
        return new LogVerifier(connection, progress, cancellationToken).Verify();
    }

    private LogReport Verify()
    {
        var events = new EventCheck(_connection, _problems, _progress);
        Run("tables", CheckTables);
        Run("file", CheckFile);
        Run("events", () => events.Run(_cancellationToken));
        Run("rooms", CheckRooms);
        Run("command ids", CheckCommands);
        return new LogReport(events.Rooms, events.Events, _problems.First, _problems.More);
    }

    private void Run(string step, Action check)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        _progress?.Report(new LogProgress(step, null));
        try
        {
            check();
        }
        catch (Exception exception) when (exception is SqliteException or InvalidOperationException or InvalidCastException)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            _problems.Add($"{step}: cannot be read: {exception.Message}");
        }
    }

    private void CheckTables()
    {
        using var wanted = new SqliteConnection("Data Source=:memory:;Pooling=False");
        wanted.Open();
        SqliteSchema.CreateEmpty(wanted, (int)_connection.Query<long>("SELECT max(version) FROM schema_versions"));
        var found = ReadTables(_connection);
        foreach (var (name, sql) in ReadTables(wanted))
        {
            if (!found.TryGetValue(name, out var actual))
            {
                _problems.Add($"{name} is missing.");
            }
            else if (actual != sql)
            {
                _problems.Add($"{name} is not as Parley made it.");
            }
        }
    }

    private void CheckFile()
    {
        using var command = _connection.Prepare("PRAGMA integrity_check");
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            // One row may hold several lines.
            foreach (var line in row.GetString(0).Split('\n'))
            {
                if (line is not ("ok" or "") && !line.StartsWith("***", StringComparison.Ordinal))
                {
                    _problems.Add($"The file is damaged: {line}");
                }
            }
        }
    }

    private void CheckRooms()
    {
        using var command = _connection.Prepare(
            "SELECT name FROM rooms WHERE NOT EXISTS (SELECT 1 FROM events WHERE room = rooms.id) ORDER BY name");
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            _problems.Add($"room '{row.GetString(0)}': has no events.");
        }
    }

    private void CheckCommands()
    {
        // In the order of the index; without it SQLite sorts in a temporary file, outside the directory.
        using var command = _connection.Prepare(
            """
            SELECT coalesce(name, 'number ' || room), user, command, first, last, times FROM (
                SELECT room, user, command, min(sequence) AS first, max(sequence) AS last, count(*) AS times
                FROM events WHERE command IS NOT NULL GROUP BY room, user, command HAVING count(*) > 1
            ) LEFT JOIN rooms ON id = room
            """);
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            _problems.Add(
                $"room '{row.GetString(0)}': command '{row.GetString(2)}' of '{row.GetString(1)}' became {row.GetInt64(5)} events, " +
                $"the first is {row.GetInt64(3)}, the last {row.GetInt64(4)}.");
        }
    }

    private static Dictionary<string, string> ReadTables(SqliteConnection connection)
    {
        using var command = connection.Prepare("SELECT type || ' ' || name, sql FROM sqlite_schema WHERE sql IS NOT NULL");
        using var row = command.ExecuteReader();
        var tables = new Dictionary<string, string>();
        while (row.Read())
        {
            tables[row.GetString(0)] = row.GetString(1);
        }

        return tables;
    }
}
