using Microsoft.Extensions.Logging;

namespace Parley.Engine.Feeds;

internal static partial class FeedLogMessages
{
    [LoggerMessage(2300, LogLevel.Error, "Events of room {Room} cannot be framed. Its followers read them from the log instead")]
    public static partial void NotAppended(ILogger logger, string room, Exception exception);
}
