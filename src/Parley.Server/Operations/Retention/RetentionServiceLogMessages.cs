using Microsoft.Extensions.Logging;

namespace Parley.Server.Operations.Retention;

internal static partial class RetentionServiceLogMessages
{
    [LoggerMessage(1400, LogLevel.Warning, "Old events could not be removed. The next attempt follows at the next interval")]
    public static partial void Failed(ILogger logger, Exception exception);
}
