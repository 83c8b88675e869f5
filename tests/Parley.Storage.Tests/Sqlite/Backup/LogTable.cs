using System.Globalization;
using Microsoft.Data.Sqlite;
using Parley.Storage.Sqlite.Files;

namespace Parley.Storage.Tests.Sqlite.Backup;

/// <summary>Everything that the tables of a log have, value by value.</summary>
internal static class LogTable
{
    private static readonly string[] Names = ["terms", "rooms", "room_terms", "snapshots", "events"];

    /// <summary>All rows of all tables but <c>schema_versions</c>.</summary>
    public static List<string> ReadAll(string directory)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(directory, "parley.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        return [.. Names.SelectMany(name => Read(connection, name))];
    }

    private static List<string> Read(SqliteConnection connection, string table)
    {
        using var command = connection.Prepare($"SELECT * FROM {table} ORDER BY 1, 2");
        using var row = command.ExecuteReader();
        var rows = new List<string>();
        while (row.Read())
        {
            rows.Add($"{table}: {string.Join(", ", Enumerable.Range(0, row.FieldCount).Select(i => ToText(row.GetValue(i))))}");
        }

        return rows;
    }

    private static string ToText(object value) =>
        value is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
