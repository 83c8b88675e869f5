using Microsoft.Extensions.Logging;

namespace Parley.Storage.Sqlite;

internal static partial class LogFileLogMessages
{
    [LoggerMessage(2200, LogLevel.Information, "Opening the log: {Step}, {Percent} % done")]
    public static partial void Progress(ILogger logger, string step, int percent);

    [LoggerMessage(2201, LogLevel.Information, "Opening the log: {Step}")]
    public static partial void Step(ILogger logger, string step);

    [LoggerMessage(2202, LogLevel.Warning, "Other users could read {Path}; only this server's user can now")]
    public static partial void FileWasOpen(ILogger logger, string path);

    [LoggerMessage(2203, LogLevel.Warning, "Other users can read {Path}, and the server cannot change that: {Reason}")]
    public static partial void FileIsOpen(ILogger logger, string path, string reason);

    [LoggerMessage(2204, LogLevel.Warning, "Other users can replace the log in {Directory}")]
    public static partial void DirectoryIsOpen(ILogger logger, string directory);
}
