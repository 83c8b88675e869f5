using System.Globalization;
using System.Text.RegularExpressions;

namespace Parley.Server.Hosting.Connections;

/// <summary>How many files, including sockets, this process may still open. Known on Linux only.</summary>
internal static partial class OpenFiles
{
    /// <summary>
    /// The smallest limit that a server can start with: about 200 libraries and other files, <see cref="Reserve"/>, and some connections.
    /// </summary>
    public const int MinLimit = 320;

    // For the log's readers, commands of the operator, and connections that are being refused.
    private const int Reserve = 100;

    /// <summary>The most files that the process may have open; <c>null</c> if it is not known or there is no limit.</summary>
    public static int? Limit { get; } = ReadLimit();

    /// <summary>
    /// How many connections there can be in addition to what is open now; <c>null</c> if it is not known or there is no limit.
    /// </summary>
    public static int? LeftForConnections => Limit is { } limit && Read(() => Directory.GetFileSystemEntries("/proc/self/fd")) is { } open
        ? Math.Max(0, limit - open.Length - Reserve)
        : null;

    // The runtime has raised the soft limit to the hard one by now.
    private static int? ReadLimit() => Read(() => File.ReadAllText("/proc/self/limits")) is { } limits
        && SoftLimit().Match(limits) is { Success: true } match
        && int.TryParse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var limit)
            ? limit
            : null;

    private static T? Read<T>(Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^Max open files\s+(\d+)", RegexOptions.Multiline)]
    private static partial Regex SoftLimit();
}
