using Microsoft.Data.Sqlite;

namespace Parley.Storage.Sqlite.Verifying;

/// <summary>Runs every check of a log. A check that cannot read the file is itself reported as a problem of the log.</summary>
/// <param name="connection">The log.</param>
/// <param name="events">The check of events.</param>
/// <param name="problems">Receives the problems.</param>
/// <param name="report">Receives the step and the completed fraction of it, if that is known.</param>
internal sealed class LogCheck(SqliteConnection connection, EventCheck events, ProblemList problems, Action<string, double?> report)
{
    public void Run(CancellationToken cancellationToken)
    {
        Run("tables", () => TableCheck.Run(connection, problems), cancellationToken);
        Run("file", () => FileCheck.Run(connection, problems), cancellationToken);
        Run("events", () => events.Run(done => report("events", done), cancellationToken), cancellationToken);
        Run("rooms", () => RoomCheck.Run(connection, problems), cancellationToken);
        Run("terms", () => TermCheck.Run(connection, problems), cancellationToken);
        Run("command ids", () => CommandCheck.Run(connection, problems), cancellationToken);
    }

    private void Run(string step, Action check, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        report(step, null);
        try
        {
            check();
        }
        catch (Exception exception) when (exception is SqliteException or InvalidOperationException or InvalidCastException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            problems.Add($"{step}: cannot be read: {exception.Message}");
        }
    }
}
