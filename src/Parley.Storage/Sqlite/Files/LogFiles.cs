namespace Parley.Storage.Sqlite.Files;

/// <summary>A database and the files that SQLite keeps beside it.</summary>
internal static class LogFiles
{
    /// <summary>What follows the database's name in the name of its write-ahead log.</summary>
    public const string WriteAheadLogSuffix = "-wal";

    private static readonly string[] Suffixes = ["", WriteAheadLogSuffix, "-shm", "-journal"];

    /// <summary>The paths of a database and of the files that may be beside it.</summary>
    public static IEnumerable<string> All(string path) => Suffixes.Select(suffix => path + suffix);

    /// <summary>Deletes a database that nobody has open, if there is one.</summary>
    public static void Delete(string path)
    {
        foreach (var file in All(path))
        {
            File.Delete(file);
        }
    }

    /// <summary>Deletes a directory if it is empty and the disk allows it.</summary>
    public static void TryDeleteDirectory(string path)
    {
        try
        {
            Directory.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Somebody has put something into it.
        }
    }

    /// <summary>Deletes a database if the disk allows it. What is left is deleted by whoever starts over.</summary>
    public static void TryDelete(string path)
    {
        try
        {
            Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The failure that led here matters more.
        }
    }
}
