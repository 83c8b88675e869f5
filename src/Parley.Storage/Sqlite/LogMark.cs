using System.Globalization;

namespace Parley.Storage.Sqlite;

/// <summary>
/// How far a log was, remembered in a file beside it. A log that is behind its mark lost its end: it was restored from a backup,
/// or its write-ahead log was removed. Then its numbers would be given out again, so it becomes another incarnation.
/// </summary>
/// <param name="Epoch">The incarnation.</param>
/// <param name="Commits">Its transactions.</param>
internal readonly record struct LogMark(Guid Epoch, long Commits)
{
    /// <summary>Reads a mark; <c>null</c> if there is none or it makes no sense.</summary>
    public static LogMark? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var parts = File.ReadAllText(path).Split(' ');
        return parts.Length == 2
            && Guid.TryParse(parts[0], out var epoch)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var commits)
                ? new LogMark(epoch, commits)
                : null;
    }

    /// <summary>Replaces the file at once, so that it is never seen half-written.</summary>
    public void Write(string path)
    {
        var next = path + ".next";
        File.WriteAllText(next, string.Create(CultureInfo.InvariantCulture, $"{Epoch} {Commits}"));
        File.Move(next, path, overwrite: true);
    }

    /// <summary>True if a log is as far as this mark says, in the same incarnation.</summary>
    public bool IsReachedBy(LogMark log) => log.Epoch == Epoch && log.Commits >= Commits;
}
