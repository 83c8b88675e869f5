using Microsoft.Data.Sqlite;

namespace Parley.Storage.Sqlite.Files;

/// <summary>One uninterrupted use of a log by one process.</summary>
/// <param name="Number">Its number in the log; later terms have higher numbers.</param>
/// <param name="Id">Its random id, which no other term has.</param>
internal readonly record struct LogTerm(long Number, Guid Id)
{
    /// <summary>Begins a term. It is synced when this returns.</summary>
    public static LogTerm Begin(SqliteConnection connection, Guid id, TimeProvider time) => new(
        connection.Query<long>(
            "INSERT INTO terms (id, begun) VALUES ($id, $begun) RETURNING number",
            ("$id", id.ToString("N")),
            ("$begun", time.GetUtcNow().ToUnixTimeMilliseconds())),
        id);
}
