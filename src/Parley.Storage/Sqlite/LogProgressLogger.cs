using Microsoft.Extensions.Logging;

namespace Parley.Storage.Sqlite;

/// <summary>Logs the progress of a conversion, every few seconds.</summary>
internal sealed class LogProgressLogger(ILogger logger, TimeProvider time) : IProgress<LogProgress>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private long? _last;

    public void Report(LogProgress value)
    {
        if (_last is { } last && value.Done is not null && time.GetElapsedTime(last) < Interval)
        {
            return;
        }

        _last = time.GetTimestamp();
        if (value.Done is { } done)
        {
            LogFileLogMessages.Progress(logger, value.Step, (int)(done * 100));
        }
        else
        {
            LogFileLogMessages.Step(logger, value.Step);
        }
    }
}
