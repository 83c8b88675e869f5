using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Parley.Server.Hosting.Logs;

internal static class LimitedConsoleExtensions
{
    /// <summary>Logs to standard error, a line for each entry. Limits warnings and errors.</summary>
    public static void AddLimitedConsole(this ILoggingBuilder logging)
    {
        // If nobody reads the log, entries are lost. Otherwise the server would wait.
        logging.AddConsole(console => (console.LogToStandardErrorThreshold, console.QueueFullMode) =
            (LogLevel.Trace, ConsoleLoggerQueueFullMode.DropWrite));

        // The formatter would look at standard output to decide about colours, and put them into a file with the log.
        logging.AddSimpleConsole(console => (console.SingleLine, console.ColorBehavior) = (true, LoggerColorBehavior.Disabled));
        logging.Services.RemoveAll<ILoggerProvider>();
        logging.Services.AddSingleton<ConsoleLoggerProvider>();
        logging.Services.AddSingleton<ILoggerProvider>(services =>
            new LimitedLoggerProvider(services.GetRequiredService<ConsoleLoggerProvider>(), TimeProvider.System));
    }
}
