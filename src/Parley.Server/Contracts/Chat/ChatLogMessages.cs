using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Parley.Server.Contracts.Chat;

internal static partial class ChatLogMessages
{
    [LoggerMessage(1000, LogLevel.Debug, "A stream in room {Room} ended with {Status}")]
    public static partial void Ended(ILogger logger, string room, StatusCode status);

    [LoggerMessage(1001, LogLevel.Error, "Posting to a room failed")]
    public static partial void PostFailed(ILogger logger, Exception exception);

    [LoggerMessage(1002, LogLevel.Error, "Reading a room's log failed")]
    public static partial void ReadFailed(ILogger logger, Exception exception);
}
