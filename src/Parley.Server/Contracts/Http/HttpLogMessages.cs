using Microsoft.Extensions.Logging;
using Parley.Protocol;

namespace Parley.Server.Contracts.Http;

internal static partial class HttpLogMessages
{
    [LoggerMessage(1800, LogLevel.Debug, "A stream of room {Room} ended with {Code}")]
    public static partial void Ended(ILogger logger, string room, ParleyCode code);
}
