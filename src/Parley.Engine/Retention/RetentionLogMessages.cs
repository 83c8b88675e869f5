using Microsoft.Extensions.Logging;

namespace Parley.Engine.Retention;

internal static partial class RetentionLogMessages
{
    [LoggerMessage(2400, LogLevel.Information, "Retention removed events: {Events}; rooms that lost some: {Rooms}")]
    public static partial void Removed(ILogger logger, long events, long rooms);
}
