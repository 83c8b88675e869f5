using System.Globalization;

namespace Parley.Storage.Sqlite.Files;

/// <summary>What a copy of a log needs on a disk.</summary>
internal static class DiskSpace
{
    private const int NoSpaceOnUnix = 28;
    private const int DiskFullOnWindows = unchecked((int)0x80070070);

    /// <summary>The space that a database and its write-ahead log take, for people.</summary>
    public static string OfLog(string databasePath)
    {
        var files = new[] { databasePath, databasePath + LogFiles.WriteAheadLogSuffix }.Select(path => new FileInfo(path));
        var bytes = files.Sum(file => file.Exists ? file.Length : 0);
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(bytes / 1e6):N0} MB");
    }

    /// <summary>True if the disk was full.</summary>
    public static bool IsFull(IOException exception) => exception.HResult is NoSpaceOnUnix or DiskFullOnWindows;
}
