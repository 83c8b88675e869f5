using Microsoft.Extensions.Logging;

namespace Parley.Storage.Sqlite;

internal static partial class LogProgressLogMessages
{
    [LoggerMessage(2200, LogLevel.Information, "Opening the log: {Step}, {Percent} % done")]
    public static partial void Progress(ILogger logger, string step, int percent);

    [LoggerMessage(2201, LogLevel.Information, "Opening the log: {Step}")]
    public static partial void Step(ILogger logger, string step);
}
