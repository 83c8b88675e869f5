using Microsoft.Extensions.Logging;

namespace Parley.Server.Hosting;

internal static partial class HostingLogMessages
{
    [LoggerMessage(1600, LogLevel.Information,
        "Environment variables that describe services of an orchestrator are not settings of this server: {Variables}")]
    public static partial void ServiceLinks(ILogger logger, string variables);
}
