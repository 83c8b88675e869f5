using Microsoft.Extensions.Logging;

namespace Parley.Server.Hosting;

internal static partial class HostingLogMessages
{
    [LoggerMessage(1600, LogLevel.Information,
        "Environment variables that describe services of an orchestrator are not settings of this server: {Variables}")]
    public static partial void ServiceLinks(ILogger logger, string variables);

    [LoggerMessage(1601, LogLevel.Warning, "Only {Connections} connections are possible, because this process may open only {Files} files")]
    public static partial void FewFiles(ILogger logger, int connections, int files);

    [LoggerMessage(1602, LogLevel.Warning, "Connections refused: {Refused}. There are {Max} already, as many as there may be")]
    public static partial void ConnectionsRefused(ILogger logger, int refused, int max);
}
