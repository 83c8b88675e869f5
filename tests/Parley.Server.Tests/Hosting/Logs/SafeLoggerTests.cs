using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Parley.Server.Hosting.Logs;

namespace Parley.Server.Tests.Hosting.Logs;

public sealed class SafeLoggerTests : IDisposable
{
    private readonly FakeLoggerProvider _written = new();

    public void Dispose() => _written.Dispose();

    [Fact]
    public void Log_TextOfAClient_IsOneSafeLine()
    {
        using var provider = new LimitedLoggerProvider(_written, TimeProvider.System);
        var logger = provider.CreateLogger("Any");
        const string Client = "a\e[2Jb\r\nfail: forged \u202Egnp \u009B\u2028\u200B";
        const string Safe = "a\uFFFD[2Jb  fail: forged \uFFFDgnp \uFFFD \uFFFD";

        logger.Log(LogLevel.Information, new EventId(1), Client, null, (state, _) => state);
        logger.Log(LogLevel.Error, new EventId(2), "failed:", new InvalidOperationException(Client), (state, _) => state);

        var written = _written.Collector.GetSnapshot();
        Assert.Equal(Safe, written[0].Message);
        Assert.Equal($"failed: System.InvalidOperationException: {Safe}", written[1].Message);
        Assert.Null(written[1].Exception);
    }

    [Fact]
    public void Log_ExceptionWithAStack_IsOneLine()
    {
        using var provider = new LimitedLoggerProvider(_written, TimeProvider.System);
        var exception = Assert.Throws<FormatException>(() => int.Parse("?", System.Globalization.CultureInfo.InvariantCulture));

        provider.CreateLogger("Any").Log(LogLevel.Error, new EventId(1), "failed", exception, (state, _) => state);

        var line = Assert.Single(_written.Collector.GetSnapshot()).Message;
        Assert.Contains(" at System.", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
    }
}
