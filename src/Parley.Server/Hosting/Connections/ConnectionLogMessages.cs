using Microsoft.Extensions.Logging;

namespace Parley.Server.Hosting.Connections;

internal static partial class ConnectionLogMessages
{
    [LoggerMessage(1700, LogLevel.Warning, "Only {Connections} connections are possible, because this process may open only {Files} files")]
    public static partial void FewFiles(ILogger logger, int connections, int files);

    [LoggerMessage(1701, LogLevel.Warning, "Connections refused: {Refused}. The limit of {Max} is reached")]
    public static partial void Refused(ILogger logger, int refused, int max);
}
