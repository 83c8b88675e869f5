using Microsoft.Extensions.Logging;
using Parley.Protocol;

namespace Parley.Server.Hosting.Logs;

/// <summary>
/// Writes each entry as one line that is safe for a terminal, the exception included: clients choose names and other texts, and libraries
/// log some of them.
/// </summary>
/// <param name="logger">Writes the lines.</param>
internal sealed class SafeLogger(ILogger logger) : ILogger
{
    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => logger.BeginScope(state);

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

    /// <inheritdoc/>
    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        logger.Log(logLevel, eventId, state, null, (state, _) =>
        {
            var message = formatter(state, exception);
            return SafeText.Clean(exception is null ? message : $"{message} {exception}");
        });
}
