using Microsoft.Data.Sqlite;

namespace Parley.Storage.Sqlite.Files;

/// <summary>Decides whether an opened log is the one it was, or has lost events and needs a new epoch.</summary>
internal static class LogEpoch
{
    /// <summary>Compares the database with the mark beside it.</summary>
    /// <param name="connection">The writer's connection.</param>
    /// <param name="remembered">The mark beside the database; <c>null</c> if there is none.</param>
    /// <param name="newEpoch">Creates an epoch.</param>
    /// <returns>The epoch and how many commits it has; a new epoch if the database is new or behind its mark.</returns>
    public static LogMark Identify(SqliteConnection connection, LogMark? remembered, Func<Guid> newEpoch)
    {
        if (Guid.TryParse(connection.Query<string>("SELECT epoch FROM log"), out var epoch))
        {
            var found = new LogMark(epoch, connection.Query<long>("SELECT commits FROM log"));
            if (remembered is { } mark && mark.IsReachedBy(found))
            {
                return found;
            }
        }

        var begun = new LogMark(newEpoch(), 0);
        using var transaction = connection.BeginTransaction();
        connection.Execute("DELETE FROM log");
        connection.Execute("INSERT INTO log (epoch, commits) VALUES ($epoch, 0)", ("$epoch", begun.Epoch.ToString()));
        transaction.Commit();
        return begun;
    }
}
