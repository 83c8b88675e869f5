using System.Globalization;
using System.Text.Unicode;

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

    /// <summary>The mark as it is in the file: always as many bytes, so that one takes the place of another.</summary>
    public ReadOnlySpan<byte> Write(Span<byte> buffer) =>
        Utf8.TryWrite(buffer, CultureInfo.InvariantCulture, $"{Epoch} {Commits:D19}", out var length)
            ? buffer[..length]
            : throw new ArgumentException("The buffer is too small for a mark.", nameof(buffer));

    /// <summary>True if a log is as far as this mark says, in the same incarnation.</summary>
    public bool IsReachedBy(LogMark log) => log.Epoch == Epoch && log.Commits >= Commits;
}
