using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Parley.Server.Contracts.Chat;

internal static partial class ChatLogMessages
{
    [LoggerMessage(1000, LogLevel.Debug, "A stream in room {Room} ended with {Status}")]
    public static partial void Ended(ILogger logger, string room, StatusCode status);
}
