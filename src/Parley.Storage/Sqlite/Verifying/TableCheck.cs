using Microsoft.Data.Sqlite;
using Parley.Storage.Sqlite.Files;

namespace Parley.Storage.Sqlite.Verifying;

/// <summary>Every table and index must be there, exactly as the schema creates it.</summary>
internal static class TableCheck
{
    public static void Run(SqliteConnection connection, ProblemList problems)
    {
        using var expected = new SqliteConnection("Data Source=:memory:;Pooling=False");
        expected.Open();
        SqliteSchema.CreateTables(expected, (int)connection.Query<long>("SELECT max(version) FROM schema_versions"));
        expected.Execute(SqliteSchema.CommandIndex);
        var found = ReadTables(connection);
        foreach (var (name, sql) in ReadTables(expected))
        {
            if (!found.TryGetValue(name, out var actual))
            {
                problems.Add($"{name} is missing.");
            }
            else if (actual != sql)
            {
                problems.Add($"{name} is not as Parley made it.");
            }
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
