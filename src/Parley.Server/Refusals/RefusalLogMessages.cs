using Microsoft.Extensions.Logging;

namespace Parley.Server.Refusals;

/// <summary>The failures behind refusals that clients received.</summary>
internal static partial class RefusalLogMessages
{
    [LoggerMessage(1300, LogLevel.Error, "A room did not answer a post")]
    public static partial void PostFailed(ILogger logger, Exception exception);

    [LoggerMessage(1301, LogLevel.Error, "A room's log could not be read")]
    public static partial void ReadFailed(ILogger logger, Exception exception);

    [LoggerMessage(1302, LogLevel.Error, "{Problem}")]
    public static partial void EventDamaged(ILogger logger, string problem);
}
