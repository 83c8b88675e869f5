using Microsoft.Extensions.Logging;

namespace Parley.Engine.Routing.Local;

internal static partial class RoutingLogMessages
{
    [LoggerMessage(2500, LogLevel.Error, "The state of room {Room} was not saved when the room went to sleep")]
    public static partial void NotClosed(ILogger logger, string room, Exception exception);
}
