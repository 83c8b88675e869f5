using Microsoft.Data.Sqlite;

namespace Parley.Reliability.Tests;

/// <summary>A data directory that outlives its servers. If the test fails, it is kept for inspection.</summary>
internal sealed class DataDirectory
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("parley-reliability-");

    public string Path => _directory.FullName;

    /// <summary>How many pages the database has, as the last complete transaction left it.</summary>
    public long Pages
    {
        get
        {
            using var connection = new SqliteConnection($"Data Source={System.IO.Path.Combine(Path, "parley.db")};Pooling=False");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA page_count";
            return (long)command.ExecuteScalar()!;
        }
    }

    /// <summary>A copy of the directory, which nobody must be using.</summary>
    public DataDirectory Copy()
    {
        var copy = new DataDirectory();
        foreach (var file in _directory.GetFiles())
        {
            file.CopyTo(System.IO.Path.Combine(copy.Path, file.Name));
        }

        return copy;
    }

    /// <summary>Deletes the directory. Called at the end of a test that passed.</summary>
    public void Delete() => _directory.Delete(recursive: true);
}
