using Microsoft.Extensions.Logging;

namespace Parley.Server.Refusals;

/// <summary>Failures behind what clients were refused.</summary>
internal static partial class RefusalLogMessages
{
    [LoggerMessage(1300, LogLevel.Error, "A room did not answer")]
    public static partial void PostFailed(ILogger logger, Exception exception);

    [LoggerMessage(1301, LogLevel.Error, "The log could not be read")]
    public static partial void ReadFailed(ILogger logger, Exception exception);
}
