using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using Parley.Server.Hosting.Logs;

namespace Parley.Server.Tests.Hosting.Logs;

public sealed class LimitedLoggerTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeLogger _written = new();

    [Fact]
    public void Log_ManyOfOneKind_WritesAFewAndCountsTheRest()
    {
        var logger = new LimitedLogger(_written, _time);
        for (var i = 0; i < 100; i++)
        {
            logger.Log(LogLevel.Warning, new EventId(1), i, null, (state, _) => $"warning {state}");
        }

        logger.Log(LogLevel.Error, new EventId(2), "another kind", null, (state, _) => state);
        _time.Advance(EntryLimit.Interval);
        logger.Log(LogLevel.Warning, new EventId(1), 100, null, (state, _) => $"warning {state}");

        var written = _written.Collector.GetSnapshot().Select(entry => entry.Message).ToList();
        Assert.Equal(EntryLimit.MaxEntries + 2, written.Count);
        Assert.Equal(["another kind", "warning 100 (90 like this were left out before)"], written[^2..]);
    }

    [Fact]
    public void Log_Information_IsNotLimited()
    {
        var logger = new LimitedLogger(_written, _time);
        for (var i = 0; i < 100; i++)
        {
            logger.Log(LogLevel.Information, new EventId(1), i, null, (state, _) => $"{state}");
        }

        Assert.Equal(100, _written.Collector.Count);
    }
}
