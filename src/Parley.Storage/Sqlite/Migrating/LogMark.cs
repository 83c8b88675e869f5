using System.Globalization;

namespace Parley.Storage.Sqlite.Migrating;

/// <summary>
/// What logs before schema 3 kept in a file beside them: how far they had come. It says whether positions of such a log still hold.
/// </summary>
/// <param name="Epoch">The log's epoch.</param>
/// <param name="Commits">How many transactions the log had had in this epoch.</param>
internal readonly record struct LogMark(Guid Epoch, long Commits)
{
    /// <summary>Reads a mark; <c>null</c> if there is none or it cannot be parsed.</summary>
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

    /// <summary>True if a log is in the same epoch as this mark and has at least as many commits.</summary>
    public bool IsReachedBy(LogMark log) => log.Epoch == Epoch && log.Commits >= Commits;
}
