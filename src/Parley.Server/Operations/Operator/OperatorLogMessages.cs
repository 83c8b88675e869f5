using Microsoft.Extensions.Logging;

namespace Parley.Server.Operations.Operator;

internal static partial class OperatorLogMessages
{
    [LoggerMessage(1500, LogLevel.Information, "Contents of room {Room} erased by the operator: {Count}")]
    public static partial void Erased(ILogger logger, string room, int count);

    [LoggerMessage(1501, LogLevel.Information, "Events of room {Room} removed by the operator: {Count}")]
    public static partial void Trimmed(ILogger logger, string room, long count);

    [LoggerMessage(1502, LogLevel.Warning,
        "No socket could be made in {Directory}, so operator commands such as parley erase do not work: {Reason}")]
    public static partial void NoSocket(ILogger logger, string reason, string directory);
}
