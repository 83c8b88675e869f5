using Microsoft.Extensions.Logging;
using Parley.Protocol;

namespace Parley.Server.Sessions;

internal static partial class SessionLogMessages
{
    [LoggerMessage(1102, LogLevel.Debug, "Session {Session} ended with {Code}")]
    public static partial void Ended(ILogger logger, string session, ParleyCode code);
}
