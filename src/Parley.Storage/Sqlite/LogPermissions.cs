using System.Runtime.Versioning;
using Microsoft.Extensions.Logging;
using Parley.Storage.Sqlite.Files;

namespace Parley.Storage.Sqlite;

/// <summary>Watches over who may read a log: it holds what users wrote.</summary>
internal static class LogPermissions
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Makes the files of a log private, and warns of a directory in which others may replace them.</summary>
    public static void Restrict(string directory, ILogger logger)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        foreach (var path in LogFiles.All(Path.Combine(directory, LogDirectory.DatabaseName)))
        {
            // A link may have been put there by somebody who wants the mode of another file changed.
            if (new FileInfo(path) is { Exists: true, LinkTarget: null } && (File.GetUnixFileMode(path) & Others) != 0)
            {
                TryRestrict(path, logger);
            }
        }

        if ((File.GetUnixFileMode(directory) & OthersWrite) != 0)
        {
            LogFileLogMessages.DirectoryIsOpen(logger, directory);
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static void TryRestrict(string path, ILogger logger)
    {
        try
        {
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) & ~Others);
            LogFileLogMessages.FileWasOpen(logger, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogFileLogMessages.FileIsOpen(logger, path, exception.Message);
        }
    }
}
