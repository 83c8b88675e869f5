using Microsoft.Extensions.Logging;

namespace Parley.Server.Hosting;

internal static partial class HostingLogMessages
{
    [LoggerMessage(1600, LogLevel.Information,
        "Ignored environment variables that an orchestrator sets for its services: {Variables}")]
    public static partial void ServiceLinks(ILogger logger, string variables);
}
