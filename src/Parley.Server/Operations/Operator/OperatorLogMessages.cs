using Microsoft.Extensions.Logging;

namespace Parley.Server.Operations.Operator;

internal static partial class OperatorLogMessages
{
    [LoggerMessage(1500, LogLevel.Information, "The operator erased {Count} contents in room {Room} as {User}")]
    public static partial void Erased(ILogger logger, int count, string room, string user);

    [LoggerMessage(1501, LogLevel.Information, "The operator removed {Count} events from room {Room}")]
    public static partial void Trimmed(ILogger logger, long count, string room);

    [LoggerMessage(1502, LogLevel.Warning,
        "There is no socket for operator commands, such as parley erase, because the path of the data directory is too long: {Directory}")]
    public static partial void NoSocket(ILogger logger, string directory);
}
