using Microsoft.Extensions.Logging;

namespace Parley.Engine.Commits;

internal static partial class CommitLogMessages
{
    [LoggerMessage(2000, LogLevel.Error, "The log cannot be written. Posts fail or wait until it can be")]
    public static partial void WriteFailed(ILogger logger, Exception exception);

    [LoggerMessage(2002, LogLevel.Error, "A commit failed unexpectedly. Its rooms are opened again, and its posts can be sent again")]
    public static partial void CommitFailed(ILogger logger, Exception exception);

    [LoggerMessage(2001, LogLevel.Warning, "The log can be written again")]
    public static partial void WriteRecovered(ILogger logger);
}
