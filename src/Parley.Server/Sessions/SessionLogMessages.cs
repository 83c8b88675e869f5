using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Parley.Server.Sessions;

internal static partial class SessionLogMessages
{
    [LoggerMessage(1100, LogLevel.Error, "A room did not answer")]
    public static partial void PostFailed(ILogger logger, Exception exception);

    [LoggerMessage(1101, LogLevel.Error, "The log could not be read")]
    public static partial void ReadFailed(ILogger logger, Exception exception);

    [LoggerMessage(1102, LogLevel.Debug, "Session {Session} ended with {Status}")]
    public static partial void Ended(ILogger logger, string session, StatusCode status);
}
