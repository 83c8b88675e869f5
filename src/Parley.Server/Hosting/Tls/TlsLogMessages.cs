using Microsoft.Extensions.Logging;

namespace Parley.Server.Hosting.Tls;

internal static partial class TlsLogMessages
{
    [LoggerMessage(1200, LogLevel.Warning, "Every user of this machine can read the TLS key {File}; make it readable by the server only")]
    public static partial void KeyReadableByOthers(ILogger logger, string file);

    [LoggerMessage(1201, LogLevel.Information, "New connections get the renewed TLS certificate, which expires at {NotAfter}")]
    public static partial void Renewed(ILogger logger, DateTimeOffset notAfter);

    [LoggerMessage(1202, LogLevel.Warning, "The TLS certificate was not renewed; new connections get the former one. {Reason}")]
    public static partial void NotRenewed(ILogger logger, string reason);
}
