using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Parley.Server.Hosting.Logs;

/// <summary>Leaves out warnings and errors that come too often. The next one of their kind says how many.</summary>
/// <param name="logger">Writes the others.</param>
/// <param name="time">Measures how often entries come.</param>
internal sealed class LimitedLogger(ILogger logger, TimeProvider time) : ILogger
{
    private readonly ConcurrentDictionary<int, EntryLimit> _limits = new();

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => logger.BeginScope(state);

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

    /// <inheritdoc/>
    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel < LogLevel.Warning)
        {
            logger.Log(logLevel, eventId, state, exception, formatter);
        }
        else if (_limits.GetOrAdd(eventId.Id, _ => new EntryLimit(time)).TryPass(out var leftOut))
        {
            logger.Log(logLevel, eventId, state, exception, leftOut == 0 ? formatter
                : (state, exception) => $"{formatter(state, exception)} ({leftOut} like this were left out before)");
        }
    }
}
