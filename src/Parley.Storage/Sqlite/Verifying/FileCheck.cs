using Microsoft.Data.Sqlite;
using Parley.Storage.Sqlite.Files;

namespace Parley.Storage.Sqlite.Verifying;

/// <summary>SQLite itself must find no damage in the file.</summary>
internal static class FileCheck
{
    public static void Run(SqliteConnection connection, ProblemList problems)
    {
        using var command = connection.Prepare("PRAGMA integrity_check");
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            // One row may hold several lines.
            foreach (var line in row.GetString(0).Split('\n'))
            {
                if (line is not ("ok" or "") && !line.StartsWith("***", StringComparison.Ordinal))
                {
                    problems.Add($"The file is damaged: {line}");
                }
            }
        }
    }
}
