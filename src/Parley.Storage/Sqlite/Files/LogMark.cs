using System.Globalization;
using System.Text.Unicode;

namespace Parley.Storage.Sqlite.Files;

/// <summary>
/// How far a log had come, kept in a file beside it. A log that is behind its mark has lost its end: it was restored from a backup, or its
/// write-ahead log was removed. It would assign the lost sequences again, so it gets a new epoch.
/// </summary>
/// <param name="Epoch">The log's epoch.</param>
/// <param name="Commits">How many transactions the log has had in this epoch.</param>
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

    /// <summary>The mark as it is in the file: always the same number of bytes, so that one overwrites another.</summary>
    public ReadOnlySpan<byte> Write(Span<byte> buffer) =>
        Utf8.TryWrite(buffer, CultureInfo.InvariantCulture, $"{Epoch} {Commits:D19}", out var length)
            ? buffer[..length]
            : throw new ArgumentException("The buffer is too small for a mark.", nameof(buffer));

    /// <summary>True if a log is in the same epoch as this mark and has at least as many commits.</summary>
    public bool IsReachedBy(LogMark log) => log.Epoch == Epoch && log.Commits >= Commits;
}
