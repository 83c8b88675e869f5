using Microsoft.Extensions.Logging;

namespace Parley.Engine.Commits;

internal static partial class CommitLogMessages
{
    [LoggerMessage(2000, LogLevel.Error, "The log cannot be written; posts are refused until it can")]
    public static partial void Failing(ILogger logger, Exception exception);

    [LoggerMessage(2001, LogLevel.Warning, "The log can be written again")]
    public static partial void Recovered(ILogger logger);
}
